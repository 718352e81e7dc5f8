package covenant.retention.retentioncase;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What cases have to know of accounts. */
public interface OpenAccounts {
    boolean anyOpen(String subjectId);

    /** Whether an account of the person is open besides this one. */
    boolean anyOther(String subjectId, @Nullable String accountId);

    /** Whether the account, or any of the person's if none is named, was closed once and is open again. */
    boolean reopened(String subjectId, @Nullable String accountId);

    /** The account's first day, where it was told. */
    Optional<Instant> openedAt(String accountId);
}
