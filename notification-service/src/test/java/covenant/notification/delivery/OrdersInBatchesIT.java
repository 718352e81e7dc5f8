package covenant.notification.delivery;

import static covenant.notification.Api.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.LogTap;
import covenant.testing.TapRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Orders for notices come in batches: what holds of a single event holds of each in a batch. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class OrdersInBatchesIT {
    private static final String DEAD_LETTERS = Topic.NOTIFICATION.deadLetterTopicName();

    @Test
    @Tag("R-ENV-5")
    void aHeaderWithoutAValueStopsNobody() {
        String key = "s-" + UUID.randomUUID();
        try (KafkaTap tap = new KafkaTap()) {
            publish(tap, key, "ce_source", null);
            publish(tap, key, "ce_source", "/test");

            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> tap.records(DEAD_LETTERS).stream()
                                    .filter(letter -> key.equals(letter.key()))
                                    .count()
                            == 2);
        }
    }

    @Test
    void eachGoesOnWithItsOwnTrace() {
        String key = "s-" + UUID.randomUUID();
        String trace = UUID.randomUUID().toString().replace("-", "");
        try (LogTap log = new LogTap();
                KafkaTap tap = new KafkaTap()) {
            publish(tap, key, "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

            TapRecord letter = tap.awaitRecord(DEAD_LETTERS, record -> key.equals(record.key()), SOON);
            assertThat(letter.header("traceparent")).contains(trace);
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> log.lines().stream().anyMatch(line -> trace.equals(line.traceId())));
        }
    }

    /** An order that cannot be read. */
    private static void publish(KafkaTap tap, String key, String header, String value) {
        Map<String, String> headers = KafkaTap.cloudEvent(key, "NotificationRequested");
        headers.put(header, value);
        tap.publishRaw(Topic.NOTIFICATION.topicName(), key, "{}".getBytes(StandardCharsets.UTF_8), headers);
    }
}
