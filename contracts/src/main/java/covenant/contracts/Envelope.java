package covenant.contracts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every event says besides its payload (requirement 0.3). Travels in the headers of {@link CloudEventHeaders}.
 *
 * @param eventId unique for ever; consumers apply an id once (R-ENV-3)
 * @param eventType name without prefix, as in {@code ConsentGranted}
 * @param schemaVersion from 1
 * @param occurredAt when it happened in the business, which deadlines count from
 * @param recordedAt when the producer stored it
 * @param subjectId the data subject, where there is one
 * @param accountId the account, where there is one
 * @param aggregateId the thing that changed
 * @param aggregateVersion 1, 2, 3… without gaps per aggregate within one topic; 0 = not versioned (foreign systems)
 * @param correlationId the same for everything that one outside call set off
 * @param causationId id of the event or call that led to this one
 * @param actor who acted
 * @param policyVersion the policy version that governed the act
 * @param source the producer, as in {@code /consent-service}
 * @param traceparent W3C trace context
 */
public record Envelope(
        UUID eventId,
        String eventType,
        int schemaVersion,
        Instant occurredAt,
        Instant recordedAt,
        @Nullable String subjectId,
        @Nullable String accountId,
        String aggregateId,
        long aggregateVersion,
        String correlationId,
        @Nullable String causationId,
        Actor actor,
        @Nullable String policyVersion,
        String source,
        @Nullable String traceparent) {

    /** The version that says: this producer does not number its events. */
    public static final long NOT_VERSIONED = 0;

    /** @throws IllegalArgumentException if the schema version is below 1 or the aggregate version below 0 */
    public Envelope {
        if (schemaVersion < 1) {
            throw new IllegalArgumentException("schemaVersion starts at 1");
        }
        if (aggregateVersion < NOT_VERSIONED) {
            throw new IllegalArgumentException("aggregateVersion starts at 1, or is 0 where it is not versioned");
        }
    }

    /** False for foreign systems that do not number their events: no stale or gap check is possible (R-ENV-4). */
    public boolean versioned() {
        return aggregateVersion != NOT_VERSIONED;
    }
}
