package covenant.retention.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a fact about an account means. */
sealed interface AccountDecision {

    enum ConflictKind {
        /** The account belongs to somebody else. */
        OTHER_SUBJECT,
        /** It was closed before, at another instant: the first one stands (AC-25). */
        CLOSED_BEFORE,
        /** It would have been closed before it was opened. */
        CLOSED_BEFORE_OPENING,
        /** Opened again although closed, without a reopening. */
        OPENED_AFTER_CLOSING,
        /** Erasure had been ordered: a new registration is needed (AC-27). */
        REOPENED_TOO_LATE
    }

    record Opened(Account after) implements AccountDecision {}

    record Closed(Account after) implements AccountDecision {}

    /** The closing that is known still lay ahead; it took place earlier than that, so its month ends earlier too. */
    record ClosedEarlier(Account after) implements AccountDecision {}

    record Reopened(Account after) implements AccountDecision {}

    /** Told before, or overtaken by what is known; {@code after} may remember an instant more. */
    record Nothing(Account after) implements AccountDecision {}

    /** The known facts stand; recorded for an operator. */
    record Conflict(Account known, ConflictKind kind, Instant claimedAt) implements AccountDecision {

        /** The known instant that the claim contradicts. */
        @Nullable
        Instant standing() {
            return kind == ConflictKind.CLOSED_BEFORE_OPENING ? known.openedAt() : known.closedAt();
        }
    }
}
