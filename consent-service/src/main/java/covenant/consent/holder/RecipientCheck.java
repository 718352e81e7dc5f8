package covenant.consent.holder;

import covenant.platform.problem.ProblemCode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Whether a recipient may be used at all, and for this: registered, under agreement, not suspended, within its scope. */
public final class RecipientCheck {
    private RecipientCheck() {}

    /** Empty if nothing stands against it. */
    public static Optional<ProblemCode> check(
            Optional<Holder> holder, String purpose, List<String> categories, LocalDate today) {
        return usable(holder, today)
                .or(() -> inScope(holder.orElseThrow(), purpose, categories)
                        ? Optional.empty()
                        : Optional.of(ProblemCode.RECIPIENT_SCOPE_EXCEEDED));
    }

    /** As above, whatever it is to get: what the law demands has a scope of its own. */
    public static Optional<ProblemCode> usable(Optional<Holder> holder, LocalDate today) {
        if (holder.isEmpty()) {
            return Optional.of(ProblemCode.RECIPIENT_NOT_REGISTERED);
        }
        Holder h = holder.get();
        if (!h.authority() && !h.agreementInForce(today)) {
            return Optional.of(ProblemCode.RECIPIENT_AGREEMENT_MISSING);
        }
        if (h.suspended()) {
            return Optional.of(ProblemCode.RECIPIENT_SUSPENDED);
        }
        return abroadWithoutRecord(h, today) ? Optional.of(ProblemCode.CROSS_BORDER_NOT_ALLOWED) : Optional.empty();
    }

    public static boolean storesAbroad(Holder h) {
        return !h.entry().country().equals(HolderRules.CHINA);
    }

    private static boolean abroadWithoutRecord(Holder h, LocalDate today) {
        var record = h.entry().crossBorder();
        return storesAbroad(h)
                && (record == null
                        || (record.validUntil() != null && record.validUntil().isBefore(today)));
    }

    /** The purposes of the entry, and of the agreement where it names any, and the categories of the entry. */
    private static boolean inScope(Holder h, String purpose, List<String> categories) {
        boolean named = names(h.entry().purposes(), purpose)
                && (h.entry().agreement() == null
                        || h.entry().agreement().purposes().isEmpty()
                        || names(h.entry().agreement().purposes(), purpose));
        return named && h.entry().categories().containsAll(categories);
    }

    /** A whole purpose names its parts too. */
    private static boolean names(List<String> purposes, String purpose) {
        int dot = purpose.indexOf('.');
        return purposes.contains(purpose) || (dot > 0 && purposes.contains(purpose.substring(0, dot)));
    }
}
