package covenant.retention.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

record AccountView(
        String accountId,
        String subjectId,
        String status,
        @Nullable Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable Instant reopenedAt,
        @Nullable List<ConflictView> conflicts) {

    /** @param knownAt the instant that stands: of the opening where a closing contradicts it, else of the closing */
    record ConflictView(String kind, @Nullable Instant knownAt, Instant claimedAt, Instant recordedAt) {}

    static AccountView of(Account a) {
        return of(a, null);
    }

    static AccountView of(Account a, @Nullable List<ConflictView> conflicts) {
        return new AccountView(
                a.accountId(), a.subjectId(), a.status().name(), a.openedAt(), a.closedAt(), a.reopenedAt(), conflicts);
    }
}
