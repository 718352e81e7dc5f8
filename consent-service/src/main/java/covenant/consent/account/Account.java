package covenant.consent.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of an account: {@code open -> closed -> open …}, each with the instant of its last time. */
record Account(
        String accountId,
        String subjectId,
        boolean open,
        @Nullable Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable Instant reopenedAt) {

    static Account opened(String accountId, String subjectId, Instant at) {
        return new Account(accountId, subjectId, true, at, null, null);
    }

    /** Heard of for the first time by its reopening, or its closing. */
    static Account unknown(String accountId, String subjectId) {
        return new Account(accountId, subjectId, true, null, null, null);
    }

    Account withOpenedAt(Instant at) {
        return new Account(accountId, subjectId, open, at, closedAt, reopenedAt);
    }

    Account closed(Instant at) {
        return new Account(accountId, subjectId, false, openedAt, at, reopenedAt);
    }

    Account reopened(Instant at) {
        return new Account(accountId, subjectId, true, openedAt, closedAt, at);
    }
}
