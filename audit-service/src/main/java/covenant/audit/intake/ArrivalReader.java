package covenant.audit.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.entry.BusinessTime;
import covenant.audit.entry.Fact;
import covenant.audit.entry.Fact.Origin;
import covenant.contracts.Actor;
import covenant.contracts.CloudEventHeaders;
import covenant.contracts.SubjectId;
import covenant.contracts.Topic;
import covenant.platform.deadletter.DeadLetterReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents 1.0 in binary mode, as leniently as the log can bear: what a CloudEvent must have, and JSON. Types, schemas and further
 * headers are the business of others; the log keeps what came.
 */
final class ArrivalReader {

    static final String MALFORMED = "MalformedEvent";
    static final String TOMBSTONE = "Tombstone";

    private static final String OWN_TYPES = "covenant.";
    private static final String UNKNOWN_PRODUCER = "/unknown";
    private static final int MAX_HEADER = 256;
    private static final char REPLACEMENT = '\uFFFD';

    private final ObjectMapper json;
    private final int maxBytes;

    /**
     * @param json strict: limits nesting, refuses duplicate keys and trailing tokens
     * @param maxBytes of a value, the same for every consumer
     */
    ArrivalReader(ObjectMapper json, int maxBytes) {
        this.json = json;
        this.maxBytes = maxBytes;
    }

    /** Why a record is not an event. */
    private static final class NotAnEventException extends Exception {
        private final transient DeadLetterReason reason;

        NotAnEventException(DeadLetterReason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }

        NotAnEventException(String detail) {
            this(DeadLetterReason.NOT_A_CLOUD_EVENT, detail);
        }
    }

    Arrival read(ConsumerRecord<String, byte[]> record) {
        try {
            return new Arrival.Event(
                    record.value() == null
                                    && header(record, CloudEventHeaders.TYPE).isEmpty()
                            ? tombstone(record)
                            : event(record));
        } catch (NotAnEventException e) {
            String detail = String.valueOf(e.getMessage());
            return new Arrival.Malformed(malformed(record, e.reason, detail), e.reason, detail);
        }
    }

    private Fact event(ConsumerRecord<String, byte[]> record) throws NotAnEventException {
        if (!required(record, CloudEventHeaders.SPEC_VERSION).equals(CloudEventHeaders.SPEC_VERSION_1_0)) {
            throw new NotAnEventException("ce_specversion is not 1.0");
        }
        String source = required(record, CloudEventHeaders.SOURCE);
        requireKeyAndSize(record);
        Instant received = Instant.ofEpochMilli(record.timestamp());
        Instant occurredAt = instant(record, CloudEventHeaders.TIME, received);
        return new Fact(
                required(record, CloudEventHeaders.ID),
                source,
                typeName(required(record, CloudEventHeaders.TYPE)),
                occurredAt,
                instant(record, CloudEventHeaders.RECORDED_AT, received),
                subject(record),
                optional(record, CloudEventHeaders.ACCOUNT_ID),
                optional(record, CloudEventHeaders.AGGREGATE_ID),
                optional(record, CloudEventHeaders.AGGREGATE_VERSION),
                header(record, CloudEventHeaders.CORRELATION_ID).orElse(""),
                optional(record, CloudEventHeaders.CAUSATION_ID),
                actor(record, source),
                optional(record, CloudEventHeaders.POLICY_VERSION),
                optional(record, CloudEventHeaders.DATA_SCHEMA),
                origin(record),
                details(record.value()));
    }

    private void requireKeyAndSize(ConsumerRecord<String, byte[]> record) throws NotAnEventException {
        if (record.key() == null || record.key().isBlank()) {
            throw new NotAnEventException(DeadLetterReason.MISSING_KEY, "the message has no key");
        }
        if (record.value() != null && record.value().length > maxBytes) {
            throw new NotAnEventException(DeadLetterReason.OVERSIZE, "the value has more than " + maxBytes + " bytes");
        }
    }

    /** A compacted topic forgets a key: that it was told to is worth an entry. */
    private Fact tombstone(ConsumerRecord<String, byte[]> record) throws NotAnEventException {
        Topic topic = Topic.byName(record.topic()).orElseThrow();
        if (!topic.compacted() || record.key() == null) {
            throw new NotAnEventException("no value and no headers");
        }
        String key = record.key();
        int slash = key.lastIndexOf('/');
        String subject = topic == Topic.CONSENT_STATE && slash > 0 ? key.substring(0, slash) : null;
        return ofRecord(record, TOMBSTONE, subject, key, Fact.NO_DETAILS);
    }

    private static Fact malformed(ConsumerRecord<String, byte[]> record, DeadLetterReason reason, String detail) {
        String details = "{\"reason\":\"" + reason + "\",\"detail\":\"" + detail + "\"}";
        return ofRecord(record, MALFORMED, null, null, details);
    }

    /** An entry about a record that has no identity but its place. */
    private static Fact ofRecord(
            ConsumerRecord<String, byte[]> record,
            String type,
            @Nullable String subject,
            @Nullable String aggregateId,
            String details) {
        Origin origin = origin(record);
        Instant received = Instant.ofEpochMilli(record.timestamp());
        String place = origin.topic() + "/" + origin.partition() + "/" + origin.offset();
        return new Fact(
                place,
                UNKNOWN_PRODUCER,
                type,
                received,
                received,
                subject,
                null,
                aggregateId,
                null,
                "",
                null,
                Actor.system("unknown"),
                null,
                null,
                origin,
                details);
    }

    private static Origin origin(ConsumerRecord<String, byte[]> record) {
        return new Origin(record.topic(), record.partition(), record.offset());
    }

    private static String typeName(String ceType) {
        return ceType.startsWith(OWN_TYPES) ? ceType.substring(OWN_TYPES.length()) : ceType;
    }

    /** A subject that is a phone number or the like is refused everywhere; the log least of all may keep it. */
    private static @Nullable String subject(ConsumerRecord<String, byte[]> record) throws NotAnEventException {
        String given = optional(record, CloudEventHeaders.SUBJECT);
        if (given != null && SubjectId.check(given).isPresent()) {
            throw new NotAnEventException("ce_subject is not a pseudonymous id");
        }
        return given;
    }

    private static Actor actor(ConsumerRecord<String, byte[]> record, String source) throws NotAnEventException {
        String given = optional(record, CloudEventHeaders.ACTOR);
        try {
            return given == null
                    ? Actor.system(source.startsWith("/") ? source.substring(1) : source)
                    : Actor.parse(given);
        } catch (IllegalArgumentException e) {
            throw new NotAnEventException("ce_actor is not TYPE:id");
        }
    }

    private static Instant instant(ConsumerRecord<String, byte[]> record, String name, Instant otherwise)
            throws NotAnEventException {
        String given = optional(record, name);
        if (given == null) {
            return otherwise;
        }
        return BusinessTime.parse(given)
                .orElseThrow(() -> new NotAnEventException(name + " is not an RFC 3339 instant"));
    }

    /** The value, if it is exactly one JSON value in UTF-8; kept in its own spelling. */
    private String details(byte @Nullable [] value) throws NotAnEventException {
        if (value == null) {
            return Fact.NO_DETAILS;
        }
        String text = utf8(value, "value");
        try (JsonParser parser = json.createParser(text)) {
            JsonToken first = parser.nextToken();
            parser.skipChildren();
            if (first == null || parser.nextToken() != null) {
                throw new NotAnEventException(DeadLetterReason.UNPARSABLE_VALUE, "the value is not one JSON value");
            }
            return text.strip();
        } catch (IOException e) {
            throw new NotAnEventException(DeadLetterReason.UNPARSABLE_VALUE, "the value is not JSON");
        }
    }

    private static String required(ConsumerRecord<String, byte[]> record, String name) throws NotAnEventException {
        String value = optional(record, name);
        if (value == null) {
            throw new NotAnEventException(name + " is missing");
        }
        return value;
    }

    private static @Nullable String optional(ConsumerRecord<String, byte[]> record, String name)
            throws NotAnEventException {
        return header(record, name).orElse(null);
    }

    private static Optional<String> header(ConsumerRecord<String, byte[]> record, String name)
            throws NotAnEventException {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null || header.value().length == 0) {
            return Optional.empty();
        }
        String value = utf8(header.value(), name);
        if (value.length() > MAX_HEADER || holdsControl(value)) {
            throw new NotAnEventException(
                    name + " is longer than " + MAX_HEADER + " characters or holds control characters");
        }
        return Optional.of(value);
    }

    private static boolean holdsControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** What is not UTF-8 decodes to replacement characters: only a text that has one is looked at more closely. */
    private static String utf8(byte[] bytes, String what) throws NotAnEventException {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        return lenient.indexOf(REPLACEMENT) < 0 ? lenient : strictly(bytes, what);
    }

    private static String strictly(byte[] bytes, String what) throws NotAnEventException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotAnEventException(what + " is not UTF-8");
        }
    }
}
