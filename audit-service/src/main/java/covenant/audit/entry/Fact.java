package covenant.audit.entry;

import covenant.contracts.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and is to be logged, as it came in.
 *
 * @param eventId unique together with {@code source}, as CloudEvents demands; a second one is not logged again
 * @param source producer, as it names itself
 * @param type name of the event, known to this version or not (R-ENV-6)
 * @param occurredAt when it happened in the business
 * @param recordedAt when its producer stored it
 * @param correlationId empty if the producer gave none
 * @param details the payload: JSON, exactly as it came; {@code null} as text if there is none
 */
public record Fact(
        String eventId,
        String source,
        String type,
        Instant occurredAt,
        Instant recordedAt,
        @Nullable String subjectId,
        @Nullable String accountId,
        @Nullable String aggregateId,
        @Nullable String aggregateVersion,
        String correlationId,
        @Nullable String causationId,
        Actor actor,
        @Nullable String policyVersion,
        @Nullable String schema,
        Origin origin,
        String details) {

    /** Payload of an event that has none. */
    public static final String NO_DETAILS = "null";

    /**
     * Where it was read from.
     *
     * @param topic Kafka topic, or {@code rest}
     * @param partition -1 for REST
     * @param offset -1 for REST
     */
    public record Origin(String topic, int partition, long offset) {
        public static final Origin REST = new Origin("rest", -1, -1);
    }

    /** The producer's name without the leading slash of our own services. */
    public String service() {
        return source.startsWith("/") ? source.substring(1) : source;
    }

    /** A fact can hold personal ids: only what identifies the event is shown. */
    @Override
    public String toString() {
        return "Fact[" + type + " " + eventId + "]";
    }
}
