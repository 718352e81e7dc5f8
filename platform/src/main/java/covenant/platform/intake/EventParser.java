package covenant.platform.intake;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.Actor;
import covenant.contracts.CloudEventHeaders;
import covenant.contracts.DataSchema;
import covenant.contracts.Envelope;
import covenant.contracts.Event;
import covenant.contracts.EventType;
import covenant.contracts.EventTypes;
import covenant.contracts.SubjectId;
import covenant.contracts.Topic;
import covenant.platform.deadletter.DeadLetterReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CloudEvent in binary mode (CloudEvents 1.0, Kafka binding) into envelope and payload. Foreign systems may
 * leave our extensions out: what is missing is derived (aggregate = key, actor = source). Unknown <em>fields</em> are
 * ignored, because fields are only ever added; an unknown <em>type</em> is not, nor a newer version that does not say that readers of
 * this one understand it (R-ENV-6, {@link DataSchema}).
 */
@ApplicationScoped
public class EventParser {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final ObjectMapper json;
    private final int maxBytes;
    private final Function<String, Optional<EventType>> types;

    @Inject
    EventParser(
            ObjectMapper json,
            @ConfigProperty(name = "covenant.events.max-bytes", defaultValue = "262144") int maxBytes) {
        this(json, maxBytes, EventTypes::byCeType);
    }

    /** @param types those that this consumer knows, by {@code ce_type} */
    EventParser(ObjectMapper json, int maxBytes, Function<String, Optional<EventType>> types) {
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.maxBytes = maxBytes;
        this.types = types;
    }

    /** @throws EventRejectedException with the reason for the dead-letter topic */
    public IncomingEvent parse(ConsumerRecord<String, byte[]> record) {
        Topic topic = Topic.byName(record.topic()).orElseThrow();
        EventType type = type(record, topic);
        requireKeyAndSize(record);
        Envelope envelope = envelope(record, type);
        return new IncomingEvent(topic, record.key(), envelope, payload(record.value(), type));
    }

    private EventType type(ConsumerRecord<String, byte[]> record, Topic topic) {
        if (!CloudEventHeaders.SPEC_VERSION_1_0.equals(header(record, CloudEventHeaders.SPEC_VERSION))) {
            throw rejected(DeadLetterReason.NOT_A_CLOUD_EVENT, "ce_specversion is not 1.0");
        }
        String ceType = required(record, CloudEventHeaders.TYPE);
        EventType type = types.apply(ceType)
                .orElseThrow(() -> rejected(DeadLetterReason.UNKNOWN_TYPE, "ce_type is not known here"));
        if (type.topic() != topic) {
            throw rejected(DeadLetterReason.WRONG_TOPIC, type.name() + " does not belong on this topic");
        }
        if (!schema(record, type).isReadBy(type.schemaVersion())) {
            throw rejected(DeadLetterReason.UNSUPPORTED_SCHEMA_VERSION, "ce_dataschema is newer than known here");
        }
        return type;
    }

    private void requireKeyAndSize(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null || record.key().isBlank()) {
            throw rejected(DeadLetterReason.MISSING_KEY, "the message has no key");
        }
        if (record.value() == null) {
            throw rejected(DeadLetterReason.UNPARSABLE_VALUE, "the value is missing");
        }
        if (record.value().length > maxBytes) {
            throw rejected(DeadLetterReason.OVERSIZE, "the value has more than " + maxBytes + " bytes");
        }
    }

    private Envelope envelope(ConsumerRecord<String, byte[]> record, EventType type) {
        try {
            Instant occurredAt = OffsetDateTime.parse(required(record, CloudEventHeaders.TIME))
                    .toInstant();
            if (occurredAt.isBefore(EARLIEST) || occurredAt.isAfter(LATEST)) {
                throw rejected(DeadLetterReason.NOT_A_CLOUD_EVENT, "ce_time lies outside 1900 to 2200");
            }
            String recordedAt = header(record, CloudEventHeaders.RECORDED_AT);
            String source = required(record, CloudEventHeaders.SOURCE);
            UUID id = UUID.fromString(required(record, CloudEventHeaders.ID));
            String subject = header(record, CloudEventHeaders.SUBJECT);
            if (subject != null && SubjectId.check(subject).isPresent()) {
                throw rejected(DeadLetterReason.NOT_A_CLOUD_EVENT, "ce_subject is not a pseudonymous subject id");
            }
            String aggregate = header(record, CloudEventHeaders.AGGREGATE_ID);
            String version = header(record, CloudEventHeaders.AGGREGATE_VERSION);
            String correlation = header(record, CloudEventHeaders.CORRELATION_ID);
            String actor = header(record, CloudEventHeaders.ACTOR);
            return new Envelope(
                    id,
                    type.name(),
                    schema(record, type).version(),
                    occurredAt,
                    recordedAt == null ? occurredAt : Instant.parse(recordedAt),
                    subject,
                    header(record, CloudEventHeaders.ACCOUNT_ID),
                    aggregate == null ? record.key() : aggregate,
                    version == null ? Envelope.NOT_VERSIONED : Long.parseLong(version),
                    correlation == null ? id.toString() : correlation,
                    header(record, CloudEventHeaders.CAUSATION_ID),
                    actor == null ? new Actor("SYSTEM", source) : Actor.parse(actor),
                    header(record, CloudEventHeaders.POLICY_VERSION),
                    source,
                    header(record, CloudEventHeaders.TRACEPARENT));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw rejected(DeadLetterReason.NOT_A_CLOUD_EVENT, "a ce_ header cannot be read");
        }
    }

    private Event payload(byte[] value, EventType type) {
        Event payload;
        try {
            payload = json.readValue(value, type.payload());
        } catch (IOException | IllegalArgumentException e) {
            throw rejected(DeadLetterReason.UNPARSABLE_VALUE, "the value is not the JSON of " + type.name());
        }
        if (payload == null || !payload.missingFields().isEmpty()) {
            throw rejected(
                    DeadLetterReason.UNPARSABLE_VALUE,
                    "required and missing: " + (payload == null ? "everything" : payload.missingFields()));
        }
        return payload;
    }

    private static DataSchema schema(ConsumerRecord<String, byte[]> record, EventType type) {
        String schema = header(record, CloudEventHeaders.DATA_SCHEMA);
        try {
            return DataSchema.parse(schema == null ? type.dataSchema() : schema);
        } catch (IllegalArgumentException e) {
            throw rejected(DeadLetterReason.NOT_A_CLOUD_EVENT, "ce_dataschema has no version");
        }
    }

    private static String required(ConsumerRecord<String, byte[]> record, String name) {
        String value = header(record, name);
        if (value == null || value.isBlank()) {
            throw rejected(DeadLetterReason.NOT_A_CLOUD_EVENT, name + " is missing");
        }
        return value;
    }

    /** Null where there is no such header, or it has no value: Kafka allows both. */
    public static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static EventRejectedException rejected(DeadLetterReason reason, String detail) {
        return new EventRejectedException(reason, detail);
    }
}
