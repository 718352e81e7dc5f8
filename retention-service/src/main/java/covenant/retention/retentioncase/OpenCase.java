package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.Cause;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cause that asks for erasure.
 *
 * @param categories what of; empty means everything that has a rule
 * @param occurredAt business instant of the cause, not its arrival (R-4.2.2-1)
 * @param accountOpenedAt where known: no record of the account is older
 */
public record OpenCase(
        String dedupKey,
        String subjectId,
        @Nullable String accountId,
        Cause cause,
        @Nullable UUID requestId,
        @Nullable String itemRef,
        List<String> categories,
        Instant occurredAt,
        @Nullable Instant accountOpenedAt) {

    public OpenCase {
        categories = List.copyOf(categories);
    }

    /** A cause that lets data of certain categories go at once. */
    public static OpenCase atOnce(
            String dedupKey, String subjectId, Cause cause, List<String> categories, Instant occurredAt) {
        return new OpenCase(dedupKey, subjectId, null, cause, null, null, categories, occurredAt, null);
    }

    static String closureKey(String accountId, int closure) {
        return "account/" + accountId + "/" + closure;
    }

    OpenCase only(Predicate<String> wanted) {
        return new OpenCase(
                dedupKey,
                subjectId,
                accountId,
                cause,
                requestId,
                itemRef,
                categories.stream().filter(wanted).toList(),
                occurredAt,
                accountOpenedAt);
    }

    static OpenCase closed(
            String subjectId, String accountId, @Nullable Instant openedAt, Instant closedAt, int closure) {
        return new OpenCase(
                closureKey(accountId, closure),
                subjectId,
                accountId,
                Cause.ACCOUNT_CLOSED,
                null,
                null,
                List.of(),
                closedAt,
                openedAt);
    }

    static OpenCase deceased(String subjectId, Instant at) {
        return new OpenCase(
                "deceased/" + subjectId, subjectId, null, Cause.ACCOUNT_CLOSED, null, null, List.of(), at, null);
    }

    /** @param closure how often the account was closed with it: one that comes back after the end is erased again */
    public static OpenCase terminated(
            String subjectId,
            String accountId,
            @Nullable Instant openedAt,
            UUID terminationId,
            int closure,
            Instant terminatedAt) {
        return new OpenCase(
                "termination/" + terminationId + "/" + accountId + "/" + closure,
                subjectId,
                accountId,
                Cause.SERVICE_TERMINATED,
                null,
                null,
                List.of(),
                terminatedAt,
                openedAt);
    }
}
