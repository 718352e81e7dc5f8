package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.contracts.ConsentEvent.ConsentGranted;
import covenant.contracts.EventType;
import covenant.contracts.EventTypes;
import covenant.contracts.Topic;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.json.StrictJson;
import covenant.testing.KafkaTap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A consumer that knows ConsentGranted in version 1 beside one that knows version 2, on the same topic. */
@Tag("AC-95")
@Tag("R-ENV-6")
class EventParserTest {
    private static final String FIRST = "urn:covenant:schema:ConsentGranted:1";
    private static final String SECOND = "urn:covenant:schema:ConsentGranted:2?=readable-from=1";

    private final EventParser before = new EventParser(StrictJson.newMapper(), 100_000, EventTypes::byCeType);
    private final EventParser after = new EventParser(
            StrictJson.newMapper(),
            100_000,
            type -> Optional.of(new EventType("ConsentGranted", Topic.CONSENT, ConsentGranted.class, 2, 1)));

    private static String golden() throws IOException {
        try (InputStream in = ConsentGranted.class.getResourceAsStream("/golden/ConsentGranted.v1.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ConsumerRecord<String, byte[]> record(String schema, String value) {
        Map<String, String> headers = new HashMap<>(KafkaTap.cloudEvent("s-1", "ConsentGranted"));
        headers.put("ce_dataschema", schema);
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(Topic.CONSENT.topicName(), 0, 0, "s-1", value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Test
    void oldAndNewConsumersReadOldAndNewEvents() throws IOException {
        String second = golden().replaceFirst("\\{", "{\"countsFrom\": \"2026-01-20T16:00:00Z\",");
        for (EventParser consumer : List.of(before, after)) {
            IncomingEvent one = consumer.parse(record(FIRST, golden()));
            IncomingEvent two = consumer.parse(record(SECOND, second));
            assertThat(two.payload()).isEqualTo(one.payload()).isInstanceOf(ConsentGranted.class);
            assertThat(List.of(one.envelope().schemaVersion(), two.envelope().schemaVersion()))
                    .containsExactly(1, 2);
        }
    }

    @Test
    void aVersionThatOldConsumersWouldMisreadIsSetAsideByThemAndReadByTheNewOnes() throws IOException {
        ConsumerRecord<String, byte[]> other = record("urn:covenant:schema:ConsentGranted:2", golden());

        assertThatThrownBy(() -> before.parse(other))
                .isInstanceOfSatisfying(
                        EventRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(DeadLetterReason.UNSUPPORTED_SCHEMA_VERSION));
        assertThat(after.parse(other).payload()).isInstanceOf(ConsentGranted.class);
    }
}
