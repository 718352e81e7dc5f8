package covenant.consent.alarm;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One cause for attention; the view of it too.
 *
 * @param reference what it is about: a disclosure, a holder and its agreement, a blacklist entry, an account
 */
public record Alarm(
        UUID id,
        Code code,
        String reference,
        @Nullable String subjectId,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        @Nullable String note) {

    public enum Code {
        /** A share was confirmed that was never decided, or more than was decided (R-3.1.1-2). */
        UNRECORDED_SHARING,
        /** 30 days before an agreement runs out (R-3.1.4-1). */
        AGREEMENT_EXPIRES,
        /** A recipient's audit or questionnaire is due (policy 3.1.4). */
        REVIEW_OVERDUE,
        /** A dispute of a blacklist entry was not decided within 20 days (R-3.1.6-2). */
        DISPUTE_OVERDUE,
        /** What was published is still there although it should not be (R-3.3.1-1). */
        TAKEDOWN_OVERDUE,
        /** A fact about an account contradicts what is known: closed before it was opened, or opened after it was closed. */
        ACCOUNT_CONFLICT
    }
}
