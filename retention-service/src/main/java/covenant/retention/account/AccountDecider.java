package covenant.retention.account;

import covenant.retention.account.Account.Status;
import covenant.retention.account.AccountDecision.Closed;
import covenant.retention.account.AccountDecision.ClosedEarlier;
import covenant.retention.account.AccountDecision.Conflict;
import covenant.retention.account.AccountDecision.ConflictKind;
import covenant.retention.account.AccountDecision.Nothing;
import covenant.retention.account.AccountDecision.Opened;
import covenant.retention.account.AccountDecision.Reopened;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a fact about an account means, by business time and not by arrival: the same fact under a new event id is
 * nothing new, an older one is overtaken, a different closing instant is a conflict (AC-24 to AC-28). Only a closing that still
 * lies ahead gives way to an earlier one: a wrong instant must not keep data beyond the month of policy 4.2.2. Pure.
 */
final class AccountDecider {
    private AccountDecider() {}

    static AccountDecision open(
            @Nullable Account known, String accountId, String subjectId, Instant openedAt, Instant now) {
        if (known == null) {
            return new Opened(Account.opened(accountId, subjectId, openedAt));
        }
        if (!known.subjectId().equals(subjectId)) {
            return new Conflict(known, ConflictKind.OTHER_SUBJECT, openedAt);
        }
        if (known.status() == Status.CLOSED && known.closedAt() != null && openedAt.isAfter(known.closedAt())) {
            return new Conflict(known, ConflictKind.OPENED_AFTER_CLOSING, openedAt);
        }
        return openedAgain(known, openedAt, now);
    }

    /** An opening that still lies ahead gives way to an earlier one, else its account could not be closed until then. */
    private static AccountDecision openedAgain(Account known, Instant openedAt, Instant now) {
        if (known.openedAt() == null) {
            boolean contradicts = known.closedAt() != null && openedAt.isAfter(known.closedAt());
            return new Nothing(contradicts ? known : known.withOpenedAt(openedAt));
        }
        boolean stillAhead = known.closures() == 0 && known.openedAt().isAfter(now);
        return stillAhead && openedAt.isBefore(known.openedAt())
                ? new Opened(known.withOpenedAt(openedAt))
                : new Nothing(known);
    }

    static AccountDecision close(
            @Nullable Account known, String accountId, String subjectId, Instant closedAt, Instant now) {
        if (known == null) {
            return new Closed(new Account(accountId, subjectId, Status.OPEN, null, null, null, 0).closed(closedAt));
        }
        if (!known.subjectId().equals(subjectId)) {
            return new Conflict(known, ConflictKind.OTHER_SUBJECT, closedAt);
        }
        return switch (known.status()) {
            case OPEN -> closedOnce(known, closedAt);
            case CLOSED -> closedAgain(known, closedAt, now);
        };
    }

    private static AccountDecision closedOnce(Account known, Instant closedAt) {
        if (beforeOpening(known, closedAt)) {
            return new Conflict(known, ConflictKind.CLOSED_BEFORE_OPENING, closedAt);
        }
        return overtaken(known, closedAt) ? new Nothing(known) : new Closed(known.closed(closedAt));
    }

    private static AccountDecision closedAgain(Account known, Instant closedAt, Instant now) {
        if (closedAt.equals(known.closedAt())) {
            return new Nothing(known);
        }
        if (beforeOpening(known, closedAt)) {
            return new Conflict(known, ConflictKind.CLOSED_BEFORE_OPENING, closedAt);
        }
        boolean stillAhead = known.closedAt() != null && known.closedAt().isAfter(now);
        return stillAhead && closedAt.isBefore(known.closedAt()) && !overtaken(known, closedAt)
                ? new ClosedEarlier(known.closedEarlier(closedAt))
                : new Conflict(known, ConflictKind.CLOSED_BEFORE, closedAt);
    }

    /** @param erasureOrdered orders of the account's last closing have gone out: it cannot be undone (R-4.2.2-7) */
    static AccountDecision reopen(
            @Nullable Account known, String accountId, String subjectId, Instant at, boolean erasureOrdered) {
        if (known == null) {
            return new Reopened(new Account(accountId, subjectId, Status.OPEN, null, null, at, 0));
        }
        if (!known.subjectId().equals(subjectId)) {
            return new Conflict(known, ConflictKind.OTHER_SUBJECT, at);
        }
        if (known.status() == Status.OPEN) {
            return new Nothing(overtaken(known, at) ? known : known.reopened(at));
        }
        if (known.closedAt() != null && at.isBefore(known.closedAt())) {
            return new Nothing(known);
        }
        return erasureOrdered
                ? new Conflict(known, ConflictKind.REOPENED_TOO_LATE, at)
                : new Reopened(known.reopened(at));
    }

    private static boolean beforeOpening(Account known, Instant closedAt) {
        return known.openedAt() != null && closedAt.isBefore(known.openedAt());
    }

    private static boolean overtaken(Account known, Instant at) {
        return known.reopenedAt() != null && !at.isAfter(known.reopenedAt());
    }
}
