package covenant.retention.account;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An account: {@code OPEN -> CLOSED -> OPEN …}.
 *
 * @param closures how often it was closed: each closing has a retention case of its own (AC-26)
 */
record Account(
        String accountId,
        String subjectId,
        Status status,
        @Nullable Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable Instant reopenedAt,
        int closures) {

    enum Status {
        OPEN,
        CLOSED
    }

    static Account opened(String accountId, String subjectId, Instant openedAt) {
        return new Account(accountId, subjectId, Status.OPEN, openedAt, null, null, 0);
    }

    /** Open, hers, and not opened only after the request to close was decided. */
    boolean closableOnRequest(String asking, Instant decidedAt) {
        return status == Status.OPEN && subjectId.equals(asking) && (openedAt == null || !openedAt.isAfter(decidedAt));
    }

    Account withOpenedAt(Instant at) {
        return new Account(accountId, subjectId, status, at, closedAt, reopenedAt, closures);
    }

    Account closed(Instant at) {
        return new Account(accountId, subjectId, Status.CLOSED, openedAt, at, reopenedAt, closures + 1);
    }

    /** The service ended. Opened after that instant, and before the end was declared, an account closes as it was opened. */
    Account closedBy(ServiceEnd end) {
        return closed(Stream.of(openedAt, reopenedAt)
                .filter(Objects::nonNull)
                .filter(at -> at.isAfter(end.terminatedAt()) && !at.isAfter(end.executedAt()))
                .max(Comparator.naturalOrder())
                .orElse(end.terminatedAt()));
    }

    /** The same closing, at an earlier instant than it was told first. */
    Account closedEarlier(Instant at) {
        return new Account(accountId, subjectId, Status.CLOSED, openedAt, at, reopenedAt, closures);
    }

    Account reopened(Instant at) {
        return new Account(accountId, subjectId, Status.OPEN, openedAt, closedAt, at, closures);
    }
}
