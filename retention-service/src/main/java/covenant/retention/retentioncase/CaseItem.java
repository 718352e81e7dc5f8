package covenant.retention.retentioncase;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one category, when and why.
 *
 * @param dueAt absent where a law keeps it and its period has not begun: the closing of the account will date it
 * @param rule id of the rule that produced the date, with the version it had (T-7)
 * @param hold the legal hold that keeps it
 * @param supersededBy the case that erases it earlier
 */
public record CaseItem(
        String category,
        ItemStatus status,
        ErasureMethod action,
        @Nullable Instant dueAt,
        String rule,
        int ruleVersion,
        @Nullable String law,
        @Nullable String article,
        @Nullable UUID hold,
        @Nullable UUID supersededBy) {

    boolean isDue(Instant now) {
        return dueAt != null && !dueAt.isAfter(now);
    }

    /** Whether something is still to be done with it by time or by release. */
    boolean open() {
        return switch (status) {
            case SCHEDULED, HELD, STATUTORY -> true;
            case ERASING, ERASED, CANCELLED -> false;
        };
    }

    CaseItem to(ItemStatus next) {
        return new CaseItem(category, next, action, dueAt, rule, ruleVersion, law, article, null, supersededBy);
    }

    CaseItem heldBy(UUID holdId) {
        return new CaseItem(
                category, ItemStatus.HELD, action, dueAt, rule, ruleVersion, law, article, holdId, supersededBy);
    }

    /** Kept by nothing but its rule: statutory while the law's period runs. */
    CaseItem free() {
        return to(law == null ? ItemStatus.SCHEDULED : ItemStatus.STATUTORY);
    }

    CaseItem superseded(UUID byCase) {
        return new CaseItem(
                category, ItemStatus.CANCELLED, action, dueAt, rule, ruleVersion, law, article, null, byCase);
    }

    CaseItem dueBy(Instant latest) {
        return dueAt == null || !dueAt.isAfter(latest)
                ? this
                : new CaseItem(category, status, action, latest, rule, ruleVersion, law, article, hold, supersededBy);
    }
}
