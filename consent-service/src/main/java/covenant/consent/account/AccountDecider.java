package covenant.consent.account;

import covenant.consent.account.AccountDecision.Closed;
import covenant.consent.account.AccountDecision.Conflict;
import covenant.consent.account.AccountDecision.ConflictKind;
import covenant.consent.account.AccountDecision.Noted;
import covenant.consent.account.AccountDecision.Opened;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a fact about an account means, by business time and not by arrival, as the retention service does: what
 * contradicts itself closes nothing and opens nothing, so that no person is restricted while nothing is erased, nor the other
 * way round. Pure.
 */
final class AccountDecider {
    private AccountDecider() {}

    static AccountDecision open(@Nullable Account known, String accountId, String subjectId, Instant at, Instant now) {
        if (known == null) {
            return new Opened(Account.opened(accountId, subjectId, at));
        }
        if (!known.subjectId().equals(subjectId)) {
            return new Conflict(ConflictKind.OTHER_SUBJECT);
        }
        boolean afterClosing = known.closedAt() != null && at.isAfter(known.closedAt());
        if (!known.open() && afterClosing) {
            return new Conflict(ConflictKind.OPENED_AFTER_CLOSING);
        }
        boolean better = known.openedAt() == null ? !afterClosing : aheadAndLater(known, at, now);
        return new Noted(better ? known.withOpenedAt(at) : known);
    }

    /** An opening that still lies ahead gives way to an earlier one. */
    private static boolean aheadAndLater(Account known, Instant at, Instant now) {
        Instant openedAt = known.openedAt();
        return known.closedAt() == null && openedAt != null && openedAt.isAfter(now) && at.isBefore(openedAt);
    }

    static AccountDecision close(@Nullable Account known, String accountId, String subjectId, Instant at, Instant now) {
        if (known == null) {
            return new Closed(Account.unknown(accountId, subjectId).closed(at));
        }
        if (!known.subjectId().equals(subjectId)) {
            return new Conflict(ConflictKind.OTHER_SUBJECT);
        }
        if (known.openedAt() != null && at.isBefore(known.openedAt())) {
            return new Conflict(ConflictKind.CLOSED_BEFORE_OPENING);
        }
        if (overtaken(known, at)) {
            return new Noted(known);
        }
        return known.open() ? new Closed(known.closed(at)) : new Noted(earlier(known, at, now));
    }

    /** The first closing stands (AC-25), unless it still lies ahead and this one is earlier. */
    private static Account earlier(Account known, Instant at, Instant now) {
        Instant closedAt = known.closedAt();
        return closedAt != null && closedAt.isAfter(now) && at.isBefore(closedAt) ? known.closed(at) : known;
    }

    static AccountDecision reopen(@Nullable Account known, String accountId, String subjectId, Instant at) {
        if (known == null) {
            return new Opened(Account.unknown(accountId, subjectId).reopened(at));
        }
        if (!known.subjectId().equals(subjectId)) {
            return new Conflict(ConflictKind.OTHER_SUBJECT);
        }
        if (known.open()) {
            return new Noted(overtaken(known, at) ? known : known.reopened(at));
        }
        return known.closedAt() != null && at.isBefore(known.closedAt())
                ? new Noted(known)
                : new Opened(known.reopened(at));
    }

    private static boolean overtaken(Account known, Instant at) {
        return known.reopenedAt() != null && !at.isAfter(known.reopenedAt());
    }
}
