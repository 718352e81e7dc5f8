package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.Cause;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cause that asks for erasure.
 *
 * @param categories what of; empty means everything that has a rule
 * @param occurredAt business instant of the cause, not its arrival (R-4.2.2-1)
 */
public record OpenCase(
        String dedupKey,
        String subjectId,
        @Nullable String accountId,
        Cause cause,
        @Nullable UUID requestId,
        @Nullable String itemRef,
        List<String> categories,
        Instant occurredAt) {

    public OpenCase {
        categories = List.copyOf(categories);
    }

    static OpenCase closed(String subjectId, String accountId, Instant closedAt, int closure) {
        return new OpenCase(
                "account/" + accountId + "/" + closure,
                subjectId,
                accountId,
                Cause.ACCOUNT_CLOSED,
                null,
                null,
                List.of(),
                closedAt);
    }

    public static OpenCase terminated(String subjectId, String accountId, UUID terminationId, Instant terminatedAt) {
        return new OpenCase(
                "termination/" + terminationId + "/" + accountId,
                subjectId,
                accountId,
                Cause.SERVICE_TERMINATED,
                null,
                null,
                List.of(),
                terminatedAt);
    }
}
