package covenant.consent.sharing;

import covenant.contracts.ConsentEvent.Decision;
import covenant.contracts.ConsentEvent.DecisionRecorded;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.PersonalDataShared;
import covenant.contracts.SharingEvent.PublicDisclosureApproved;
import covenant.contracts.SharingEvent.PublicDisclosureRefused;
import covenant.contracts.SharingEvent.SharingRefused;
import covenant.contracts.SharingEvent.TransferRecorded;
import covenant.platform.outbox.EventDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a decision about sharing tells: its own event, and DecisionRecorded for each category (requirements 0.6). */
final class SharingEvents {
    private static final String HOLDER_ID = "[A-Za-z0-9._:-]{1,64}";
    private static final int LONGEST_EVIDENCE = 200;

    private SharingEvents() {}

    static List<EventDraft> permitted(Ledger.Entry e, String policyVersion) {
        return with(decisions(e, Decision.PERMIT, "PERMITTED", policyVersion), e, policyVersion, event(e));
    }

    static List<EventDraft> refused(Ledger.Entry e, String policyVersion) {
        String code = Objects.requireNonNull(e.code());
        SharingCommand c = e.command();
        SharingEvent event = c.kind() == Kind.PUBLICATION
                ? new PublicDisclosureRefused(e.id(), c.recipient(), c.ground(), e.categories(), code, e.decidedAt())
                : new SharingRefused(c.kind(), holder(c), c.ground(), c.purpose(), e.categories(), code, e.decidedAt());
        return with(decisions(e, Decision.DENY, code, policyVersion), e, policyVersion, event);
    }

    private static List<EventDraft> with(
            List<EventDraft> drafts, Ledger.Entry e, String policyVersion, SharingEvent event) {
        drafts.add(EventDraft.about(e.command().subjectId(), e.id().toString(), event)
                .policyVersion(policyVersion));
        return drafts;
    }

    /** Decisions about a person have an order of their own, with those of the decision endpoint. */
    private static List<EventDraft> decisions(Ledger.Entry e, Decision decision, String code, String policyVersion) {
        SharingCommand c = e.command();
        List<EventDraft> drafts = new ArrayList<>();
        for (String category : e.categories()) {
            DecisionRecorded recorded = new DecisionRecorded(
                    e.id(),
                    decision,
                    code,
                    c.ground() == null ? null : c.ground().name(),
                    c.purpose(),
                    category,
                    null,
                    c.kind() == Kind.PUBLICATION ? null : holder(c),
                    e.consentId(),
                    null,
                    policyVersion,
                    e.decidedAt());
            drafts.add(EventDraft.about(c.subjectId(), c.subjectId() + "/decisions", recorded)
                    .policyVersion(policyVersion));
        }
        return drafts;
    }

    private static SharingEvent event(Ledger.Entry e) {
        SharingCommand c = e.command();
        SharingEvent.Ground ground = Objects.requireNonNull(c.ground());
        Instant at = e.decidedAt();
        return switch (c.kind()) {
            case SHARE -> shared(e, c, ground);
            case TRANSFER ->
                new TransferRecorded(
                        e.id(),
                        c.recipient(),
                        ground,
                        c.purpose(),
                        e.categories(),
                        evidence(c),
                        c.evidence().noticeId(),
                        at);
            case PUBLICATION ->
                new PublicDisclosureApproved(
                        e.id(),
                        c.recipient(),
                        ground,
                        c.purpose(),
                        e.categories(),
                        evidence(c),
                        c.evidence().mustStaySecret(),
                        at);
        };
    }

    private static PersonalDataShared shared(Ledger.Entry e, SharingCommand c, SharingEvent.Ground ground) {
        String reference = c.evidence().reference();
        String kind = e.recipientKind();
        return new PersonalDataShared(
                e.id(),
                c.recipient(),
                kind == null ? HolderEntry.Kind.PARTNER : HolderEntry.Kind.valueOf(kind),
                ground,
                c.purpose(),
                e.categories(),
                c.protection(),
                reference != null && reference.matches(HOLDER_ID) ? reference : null,
                c.method(),
                c.recipientRetention(),
                e.consentId(),
                evidence(c),
                c.echoOf(),
                c.evidence().mustStaySecret(),
                e.decidedAt());
    }

    /** Absent where the call named nothing that could be a holder. */
    private static @Nullable String holder(SharingCommand c) {
        return c.recipient().matches(HOLDER_ID) ? c.recipient() : null;
    }

    private static @Nullable String evidence(SharingCommand c) {
        String number = c.evidence().number();
        return number == null || number.length() <= LONGEST_EVIDENCE ? number : number.substring(0, LONGEST_EVIDENCE);
    }
}
