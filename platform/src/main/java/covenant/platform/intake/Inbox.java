package covenant.platform.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.CloudEventHeaders;
import covenant.contracts.Envelope;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jdbi.v3.core.Jdbi;

/** Rows behind exactly-once effects: who was taken, up to which version, and what waits. Runs in the effect's transaction. */
@ApplicationScoped
class Inbox {
    /** What to do with an event. */
    enum Verdict {
        APPLY,
        DUPLICATE,
        STALE,
        PARKED
    }

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final CovenantClock clock;

    Inbox(Jdbi jdbi, ObjectMapper json, CovenantClock clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
    }

    /** Marks the event as taken and says what to do; a second delivery waits for the first one's transaction. */
    Verdict take(ConsumerRecord<String, byte[]> record, IncomingEvent event, Order order) {
        Envelope envelope = event.envelope();
        byte[] hash = sha256(record.value());
        Instant now = clock.now();
        int inserted = jdbi.withHandle(
                h -> h.createUpdate("insert into inbox (event_id, topic, payload_hash, outcome, taken_at)"
                                + " values (:id, :topic, :hash, 'APPLIED', :now) on conflict do nothing")
                        .bind("id", envelope.eventId())
                        .bind("topic", record.topic())
                        .bind("hash", hash)
                        .bind("now", now)
                        .execute());
        if (inserted == 0) {
            requireSamePayload(envelope, hash);
            return Verdict.DUPLICATE;
        }
        if (order == Order.AS_IT_COMES || !envelope.versioned()) {
            return Verdict.APPLY;
        }
        return place(record, event, now);
    }

    private Verdict place(ConsumerRecord<String, byte[]> record, IncomingEvent event, Instant now) {
        Envelope envelope = event.envelope();
        Optional<Long> last = lastVersion(record.topic(), envelope.aggregateId(), envelope.aggregateVersion());
        if (last.isEmpty() || envelope.aggregateVersion() == last.get() + 1) {
            advance(record.topic(), envelope.aggregateId(), envelope.aggregateVersion());
            return Verdict.APPLY;
        }
        if (envelope.aggregateVersion() <= last.get()) {
            outcome(envelope, "IGNORED_STALE");
            return Verdict.STALE;
        }
        outcome(envelope, "PARKED");
        park(record, event, now);
        return Verdict.PARKED;
    }

    /** The last applied version, its row locked; empty when this is the first event seen of the aggregate. */
    private Optional<Long> lastVersion(String topic, String aggregateId, long version) {
        return jdbi.withHandle(h -> {
            int first = h.createUpdate("insert into aggregate_position (topic, aggregate_id, version)"
                            + " values (:topic, :aggregate, :version) on conflict do nothing")
                    .bind("topic", topic)
                    .bind("aggregate", aggregateId)
                    .bind("version", version)
                    .execute();
            return first == 1
                    ? Optional.<Long>empty()
                    : h.createQuery("select version from aggregate_position"
                                    + " where topic = :topic and aggregate_id = :aggregate for update")
                            .bind("topic", topic)
                            .bind("aggregate", aggregateId)
                            .mapTo(Long.class)
                            .findOne();
        });
    }

    void advance(String topic, String aggregateId, long version) {
        jdbi.useHandle(h -> h.createUpdate("update aggregate_position set version = :version"
                        + " where topic = :topic and aggregate_id = :aggregate")
                .bind("topic", topic)
                .bind("aggregate", aggregateId)
                .bind("version", version)
                .execute());
    }

    /** The parked event that may be applied now, taken out of the park. */
    Optional<ConsumerRecord<String, byte[]>> unpark(String topic, String aggregateId, long version) {
        return jdbi.withHandle(h -> h.createQuery("delete from parked_event where topic = :topic"
                        + " and aggregate_id = :aggregate and version = :version"
                        + " returning record_key, headers::text, payload")
                .bind("topic", topic)
                .bind("aggregate", aggregateId)
                .bind("version", version)
                .map((row, context) ->
                        record(topic, row.getString("record_key"), row.getString("headers"), row.getBytes("payload")))
                .findOne());
    }

    private void requireSamePayload(Envelope envelope, byte[] hash) {
        byte[] known = jdbi.withHandle(h -> h.createQuery("select payload_hash from inbox where event_id = :id")
                .bind("id", envelope.eventId())
                .mapTo(byte[].class)
                .one());
        if (!Arrays.equals(known, hash)) {
            throw new EventRejectedException(
                    DeadLetterReason.EVENT_ID_REUSED, "the event id was seen with another payload");
        }
    }

    private void outcome(Envelope envelope, String outcome) {
        jdbi.useHandle(h -> h.createUpdate("update inbox set outcome = :outcome where event_id = :id")
                .bind("outcome", outcome)
                .bind("id", envelope.eventId())
                .execute());
    }

    private void park(ConsumerRecord<String, byte[]> record, IncomingEvent event, Instant now) {
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
                .bind("now", now)
                .execute());
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

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
