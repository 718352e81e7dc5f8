package covenant.audit.intake;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.audit.entry.Fact;
import covenant.contracts.Topic;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalReaderTest {

    private static final Instant RECEIVED = Instant.parse("2026-05-02T00:00:00Z");
    private static final int MAX_BYTES = 262_144;
    private final ArrivalReader reader = new ArrivalReader(StrictJson.newMapper(), MAX_BYTES);

    @Test
    void ourOwnEventKeepsItsEnvelope() {
        Map<String, String> headers = good();
        headers.put("ce_recordedat", "2026-05-01T00:00:01Z");
        headers.put("ce_accountid", "a-1");
        headers.put("ce_aggregateid", "case-1");
        headers.put("ce_aggregateversion", "4");
        headers.put("ce_correlationid", "corr-1");
        headers.put("ce_causationid", "cause-1");
        headers.put("ce_actor", "PRIVACY_OPERATOR:op-1");
        headers.put("ce_policyversion", "2");

        Fact fact = reader.read(record("{\"a\":1}", headers)).fact();

        assertThat(fact.type()).isEqualTo("AccountClosed");
        assertThat(fact.service()).isEqualTo("accounts");
        assertThat(fact.subjectId()).isEqualTo("s-1");
        assertThat(fact.actor().header()).isEqualTo("PRIVACY_OPERATOR:op-1");
        assertThat(fact.occurredAt()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(fact.recordedAt()).isEqualTo(Instant.parse("2026-05-01T00:00:01Z"));
        assertThat(fact.correlationId()).isEqualTo("corr-1");
        assertThat(fact.details()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aForeignEventNeedsOnlyWhatCloudEventsDemand() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", "not a uuid");
        headers.put("ce_source", "urn:company:accounts");
        headers.put("ce_type", "com.example.Opened");

        Arrival arrival = reader.read(record(null, headers));

        assertThat(arrival).isInstanceOf(Arrival.Event.class);
        assertThat(arrival.fact().type()).isEqualTo("com.example.Opened");
        assertThat(arrival.fact().occurredAt()).isEqualTo(RECEIVED);
        assertThat(arrival.fact().actor().header()).isEqualTo("SYSTEM:urn:company:accounts");
    }

    @Test
    @Tag("R-ENV-6")
    void anUnknownTypeIsAnEvent() {
        Map<String, String> headers = good();
        headers.put("ce_type", "covenant.FromTheFuture");
        headers.put("ce_dataschema", "urn:covenant:schema:FromTheFuture:9");

        assertThat(reader.read(record("{}", headers))).isInstanceOf(Arrival.Event.class);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("no headers", "{}", Map.of()),
                Arguments.of("no id", "{}", without("ce_id")),
                Arguments.of("no type", "{}", without("ce_type")),
                Arguments.of("no source", "{}", without("ce_source")),
                Arguments.of("no version", "{}", without("ce_specversion")),
                Arguments.of("other version", "{}", with("ce_specversion", "0.3")),
                Arguments.of("bad time", "{}", with("ce_time", "yesterday")),
                Arguments.of("a time that no database holds", "{}", with("ce_time", "+999999999-12-31T23:59:59Z")),
                Arguments.of("a time of the Romans", "{}", with("ce_recordedat", "0044-03-15T00:00:00Z")),
                Arguments.of("bad actor", "{}", with("ce_actor", "nobody")),
                Arguments.of("a phone number as subject", "{}", with("ce_subject", "13800138000")),
                Arguments.of("control characters", "{}", with("ce_correlationid", "a\u0000b")),
                Arguments.of("endless header", "{}", with("ce_correlationid", "x".repeat(257))),
                Arguments.of("not JSON", "{", good()),
                Arguments.of("two values", "{} {}", good()),
                Arguments.of("empty", "", good()),
                Arguments.of("duplicate key", "{\"a\":1,\"a\":2}", good()),
                Arguments.of("ten thousand deep", "[".repeat(10_000) + "]".repeat(10_000), good()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    @Tag("R-ENV-5")
    void whatIsNoEventIsMalformed(String name, String value, Map<String, String> headers) {
        Arrival arrival = reader.read(record(value, headers));

        assertThat(arrival).isInstanceOf(Arrival.Malformed.class);
        assertThat(arrival.fact().type()).isEqualTo("MalformedEvent");
        assertThat(arrival.fact().subjectId()).isNull();
        assertThat(arrival.fact().details()).doesNotContain("13800138000");
    }

    @Test
    @Tag("R-ENV-5")
    void aMessageWithoutKeyOrOverTheSizeIsMalformed() {
        byte[] small = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(record(Topic.INCIDENT, null, small, good())))
                .isInstanceOfSatisfying(
                        Arrival.Malformed.class, m -> assertThat(m.reason()).isEqualTo(DeadLetterReason.MISSING_KEY));
        byte[] largest = ("\"" + "x".repeat(MAX_BYTES - 2) + "\"").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(record(Topic.AUDIT, "k", largest, good()))).isInstanceOf(Arrival.Event.class);
        byte[] tooLarge = ("\"" + "x".repeat(MAX_BYTES - 1) + "\"").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(record(Topic.AUDIT, "k", tooLarge, good())))
                .isInstanceOfSatisfying(
                        Arrival.Malformed.class, m -> assertThat(m.reason()).isEqualTo(DeadLetterReason.OVERSIZE));
    }

    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        ConsumerRecord<String, byte[]> record = record(Topic.ACCOUNT, "k", new byte[] {'"', (byte) 0xC3, '"'}, good());

        assertThat(reader.read(record))
                .isInstanceOfSatisfying(
                        Arrival.Malformed.class,
                        malformed -> assertThat(malformed.reason()).isEqualTo(DeadLetterReason.NOT_A_CLOUD_EVENT));
    }

    @Test
    void aTombstoneOfACompactedTopicIsLoggedOnItsPerson() {
        Fact fact = reader.read(record(Topic.CONSENT_STATE, "s-1/PERSONALISATION", null, Map.of()))
                .fact();

        assertThat(fact.type()).isEqualTo("Tombstone");
        assertThat(fact.subjectId()).isEqualTo("s-1");
    }

    private static Map<String, String> good() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", "5f0c7a0e-0000-4000-8000-000000000001");
        headers.put("ce_source", "/accounts");
        headers.put("ce_type", "covenant.AccountClosed");
        headers.put("ce_subject", "s-1");
        headers.put("ce_time", "2026-05-01T08:00:00+08:00");
        return headers;
    }

    private static Map<String, String> without(String name) {
        Map<String, String> headers = good();
        headers.remove(name);
        return headers;
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> headers = good();
        headers.put(name, value);
        return headers;
    }

    private static ConsumerRecord<String, byte[]> record(@Nullable String value, Map<String, String> headers) {
        return record(Topic.ACCOUNT, "s-1", value == null ? null : value.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static ConsumerRecord<String, byte[]> record(
            Topic topic, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                topic.topicName(),
                1,
                42,
                RECEIVED.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                all,
                Optional.empty());
    }
}
