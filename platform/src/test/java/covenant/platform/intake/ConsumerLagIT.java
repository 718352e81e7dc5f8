package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.LogTap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an operator sees of events: how many wait, and which line of a log belongs to which trace. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class ConsumerLagIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TOPIC = Topic.HOLDER.topicName();

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    ConsumedTopics topics;

    @Test
    void whatTheGroupHasNotTakenIsLag() throws Exception {
        ConsumerLag lag = new ConsumerLag(broker, topics, new SimpleMeterRegistry(), "group-that-takes-nothing");
        try (KafkaTap tap = new KafkaTap()) {
            double before = lag.lags().get(TOPIC);
            tap.publish(Topic.HOLDER, "h-" + UUID.randomUUID(), "HolderRegistered", "{}");
            tap.publish(Topic.HOLDER, "h-" + UUID.randomUUID(), "HolderRegistered", "{}");

            assertThat(lag.lags().get(TOPIC)).isEqualTo(before + 2);
        } finally {
            lag.close();
        }
    }

    @Test
    void aTraceAndACorrelationGoOnFromAnEventIntoTheLogOfWhoConsumesIt() throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        String correlation = UUID.randomUUID().toString();
        try (LogTap log = new LogTap();
                KafkaTap tap = new KafkaTap()) {
            tap.publish(
                    Topic.ACCOUNT,
                    "s-" + correlation,
                    "AccountClosed",
                    "{\"accountId\":\"never-" + correlation + "\"}",
                    "ce_correlationid",
                    correlation,
                    "traceparent",
                    "00-" + trace + "-00f067aa0ba902b7-01");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(log.lines())
                            .filteredOn(line -> correlation.equals(line.correlationId()))
                            .extracting(LogTap.Line::traceId)
                            .contains(trace));
            assertThat(tap.awaitRecord(
                                    Topic.ACCOUNT.deadLetterTopicName(),
                                    r -> r.header("traceparent").contains(trace),
                                    SOON)
                            .header("ce_correlationid"))
                    .isEqualTo(correlation);
        }
    }
}
