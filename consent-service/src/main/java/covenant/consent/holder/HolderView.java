package covenant.consent.holder;

import covenant.contracts.HolderEntry;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A holder as it is shown. */
record HolderView(
        String id,
        String name,
        String contact,
        HolderEntry.Kind kind,
        @Nullable String subKind,
        List<String> categories,
        List<String> purposes,
        String country,
        HolderEntry.Transport transport,
        @Nullable String url,
        String backupMaxAge,
        @Nullable AgreementView agreement,
        boolean main,
        HolderEntry.@Nullable CrossBorder crossBorder,
        HolderEntry.Status status,
        @Nullable String suspendedFor,
        @Nullable Awaiting awaitingApproval) {

    /** Categories beyond the recipient's ceiling that nobody has allowed yet (R-3.1.3-1). */
    record Awaiting(UUID approvalId, List<String> categories) {}

    /** @param deletionDuty as it was given: a text, or a boolean */
    record AgreementView(
            String id,
            LocalDate signedOn,
            LocalDate validUntil,
            List<String> purposes,
            List<String> measures,
            @Nullable Object deletionDuty) {

        static AgreementView of(HolderEntry.Agreement a) {
            return new AgreementView(a.id(), a.signedOn(), a.validUntil(), a.purposes(), a.measures(), duty(a));
        }

        private static @Nullable Object duty(HolderEntry.Agreement a) {
            String duty = a.deletionDuty();
            return "true".equals(duty) || "false".equals(duty) ? (Object) Boolean.valueOf(duty) : duty;
        }
    }

    static HolderView of(Holder h) {
        return of(h, null);
    }

    static HolderView of(Holder h, @Nullable Awaiting awaiting) {
        HolderEntry e = h.entry();
        return new HolderView(
                e.holderId(),
                e.name(),
                h.contact(),
                e.kind(),
                e.subKind(),
                e.categories(),
                e.purposes(),
                e.country(),
                e.transport(),
                e.url(),
                e.backupMaxAge(),
                e.agreement() == null ? null : AgreementView.of(e.agreement()),
                e.main(),
                e.crossBorder(),
                e.status(),
                h.suspendedFor(),
                awaiting);
    }
}
