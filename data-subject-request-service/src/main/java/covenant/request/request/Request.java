package covenant.request.request;

import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.DsrEvent.Requester;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of a data subject. Holds nothing personal: values, proofs and letters are stored encrypted beside it.
 *
 * @param categories what is asked about; empty means everything
 * @param claimedTrigger the trigger that the person names for a deletion
 * @param handler to whom the person wants her data handed (PIPL art. 45)
 * @param receivedAt when it reached us, by whatever channel; the 30 days count from it or from the verification
 * @param createdAt when it was entered here; the person's own 30 days to prove who she is count from it
 * @param refused categories that were refused, while the rest goes on (R-5.2.2-3)
 */
public record Request(
        UUID id,
        String subjectId,
        RequestType type,
        List<String> categories,
        @Nullable DeletionTrigger claimedTrigger,
        Requester requester,
        String channel,
        @Nullable UUID appealOf,
        @Nullable String handler,
        @Nullable String accountId,
        Instant receivedAt,
        Instant createdAt,
        RequestState state,
        List<String> refused,
        boolean overdue) {

    public Request {
        categories = List.copyOf(categories);
        refused = List.copyOf(refused);
    }

    Request in(RequestState next) {
        return new Request(
                id,
                subjectId,
                type,
                categories,
                claimedTrigger,
                requester,
                channel,
                appealOf,
                handler,
                accountId,
                receivedAt,
                createdAt,
                next,
                refused,
                overdue);
    }

    Request refusing(List<String> more) {
        List<String> all = java.util.stream.Stream.concat(refused.stream(), more.stream())
                .distinct()
                .toList();
        return new Request(
                id,
                subjectId,
                type,
                categories,
                claimedTrigger,
                requester,
                channel,
                appealOf,
                handler,
                accountId,
                receivedAt,
                createdAt,
                state,
                all,
                overdue);
    }

    Request late() {
        return new Request(
                id,
                subjectId,
                type,
                categories,
                claimedTrigger,
                requester,
                channel,
                appealOf,
                handler,
                accountId,
                receivedAt,
                createdAt,
                state,
                refused,
                true);
    }

    /** What was asked for and not refused; still empty when everything was asked for. */
    public List<String> remaining() {
        return categories.stream().filter(c -> !refused.contains(c)).toList();
    }
}
