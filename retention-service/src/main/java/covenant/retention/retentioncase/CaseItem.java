package covenant.retention.retentioncase;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one category, when and why.
 *
 * @param dueAt absent where a law keeps it and its period has not begun: the closing of the account will date it
 * @param rule id of the rule that produced the date, with the version it had (T-7)
 * @param hold the legal hold that keeps it
 * @param supersededBy the case that erases it earlier
 * @param orderedAt when its erasure was ordered: what is caused earlier is erased by that order too
 * @param rounds set where a law keeps each record from its own date, and the oldest ones may be over before {@code dueAt}
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
        @Nullable UUID supersededBy,
        @Nullable Instant orderedAt,
        @Nullable RecordRounds rounds) {

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

    /** When time does something to it: at its due instant, or at the next round of its oldest records. */
    Optional<Instant> nextAt() {
        return status == ItemStatus.SCHEDULED || status == ItemStatus.STATUTORY
                ? Stream.of(
                                Optional.ofNullable(dueAt),
                                Optional.ofNullable(rounds).map(RecordRounds::nextAt))
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo)
                : Optional.empty();
    }

    CaseItem to(ItemStatus next) {
        return copy(next, dueAt, law, article, null, supersededBy, orderedAt, rounds);
    }

    CaseItem ordered(Instant now) {
        return copy(ItemStatus.ERASING, dueAt, law, article, null, supersededBy, now, null);
    }

    CaseItem heldBy(UUID holdId) {
        return copy(ItemStatus.HELD, dueAt, law, article, holdId, supersededBy, orderedAt, rounds);
    }

    /** Kept by nothing but its rule: statutory while the law's period runs. */
    CaseItem free() {
        return to(law == null ? ItemStatus.SCHEDULED : ItemStatus.STATUTORY);
    }

    CaseItem superseded(UUID byCase) {
        return copy(ItemStatus.CANCELLED, dueAt, law, article, null, byCase, orderedAt, null);
    }

    CaseItem dueBy(Instant latest) {
        return dueAt == null || !dueAt.isAfter(latest)
                ? this
                : copy(status, latest, law, article, hold, supersededBy, orderedAt, rounds);
    }

    /** The law's duty was passed on to somebody else: nothing keeps it here any more. */
    CaseItem handedOver(Instant at) {
        return copy(ItemStatus.SCHEDULED, at, null, null, null, supersededBy, orderedAt, null);
    }

    CaseItem deleted() {
        return new CaseItem(
                category,
                status,
                ErasureMethod.DELETE,
                dueAt,
                rule,
                ruleVersion,
                law,
                article,
                hold,
                supersededBy,
                orderedAt,
                rounds);
    }

    CaseItem nextRound(RecordRounds next) {
        return copy(status, dueAt, law, article, hold, supersededBy, orderedAt, next);
    }

    private CaseItem copy(
            ItemStatus next,
            @Nullable Instant due,
            @Nullable String keptByLaw,
            @Nullable String keptByArticle,
            @Nullable UUID keptByHold,
            @Nullable UUID takenBy,
            @Nullable Instant ordered,
            @Nullable RecordRounds nextRounds) {
        return new CaseItem(
                category,
                next,
                action,
                due,
                rule,
                ruleVersion,
                keptByLaw,
                keptByArticle,
                keptByHold,
                takenBy,
                ordered,
                nextRounds);
    }
}
