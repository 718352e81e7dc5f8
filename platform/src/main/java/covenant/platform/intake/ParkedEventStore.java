package covenant.platform.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.CloudEventHeaders;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jdbi.v3.core.Jdbi;

/** Table {@code parked_event}: events that came before their predecessor. Whoever writes here has locked the aggregate's position. */
@ApplicationScoped
class ParkedEventStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final CovenantClock clock;

    ParkedEventStore(Jdbi jdbi, ObjectMapper json, CovenantClock clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
    }

    /** An event of an aggregate by its place. */
    record Place(String aggregateId, long version) {}

    /** What is parked of these aggregates. */
    Set<Place> of(String topic, Collection<String> aggregates) {
        return new HashSet<>(jdbi.withHandle(h -> h.createQuery("select aggregate_id, version from parked_event"
                        + " where topic = :topic and aggregate_id = any(:aggregates)")
                .bind("topic", topic)
                .bindArray("aggregates", String.class, aggregates)
                .map((row, context) -> new Place(row.getString(1), row.getLong(2)))
                .list()));
    }

    void park(ConsumerRecord<String, byte[]> record, IncomingEvent event) {
        jdbi.useHandle(h -> h.createUpdate("insert into parked_event (topic, aggregate_id, version, event_id,"
                        + " record_key, headers, payload, parked_at) values (:topic, :aggregate, :version, :id, :key,"
                        + " cast(:headers as jsonb), :payload, :now) on conflict do nothing")
                .bind("topic", record.topic())
                .bind("aggregate", event.envelope().aggregateId())
                .bind("version", event.envelope().aggregateVersion())
                .bind("id", event.envelope().eventId())
                .bind("key", record.key())
                .bind("headers", headers(record))
                .bind("payload", record.value())
                .bind("now", clock.now())
                .execute());
    }

    /** Takes it out of the park. */
    ConsumerRecord<String, byte[]> unpark(String topic, Place place) {
        return jdbi.withHandle(h -> h.createQuery("delete from parked_event where topic = :topic"
                        + " and aggregate_id = :aggregate and version = :version"
                        + " returning record_key, headers::text, payload")
                .bind("topic", topic)
                .bind("aggregate", place.aggregateId())
                .bind("version", place.version())
                .map((row, context) ->
                        record(topic, row.getString("record_key"), row.getString("headers"), row.getBytes("payload")))
                .one());
    }

    /** Only our own headers are kept: a foreign one may hold anything. */
    private String headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null
                    && (header.key().startsWith("ce_")
                            || header.key().equals(CloudEventHeaders.TRACEPARENT)
                            || header.key().equals(CloudEventHeaders.CONTENT_TYPE))) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers", e);
        }
    }

    private ConsumerRecord<String, byte[]> record(String topic, String key, String headers, byte[] payload) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                topic,
                -1,
                -1,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                0,
                0,
                key,
                payload,
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                Optional.empty());
        try {
            json.readValue(headers, new TypeReference<Map<String, String>>() {})
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers", e);
        }
        return record;
    }
}
