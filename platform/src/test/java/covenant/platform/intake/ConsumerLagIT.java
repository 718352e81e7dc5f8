package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

/** What an operator sees of events: how many wait, and which line of a log belongs to which trace. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class ConsumerLagIT {
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
        BlockingQueue<ExtLogRecord> lines = new LinkedBlockingQueue<>();
        Handler handler = collecting(lines);
        Logger logger = Logger.getLogger("covenant.platform.deadletter.DeadLetters");
        logger.addHandler(handler);
        try (KafkaTap tap = new KafkaTap()) {
            tap.publish(
                    Topic.ACCOUNT,
                    "s-" + correlation,
                    "AccountClosed",
                    "{\"accountId\":\"never-" + correlation + "\"}",
                    "ce_correlationid",
                    correlation,
                    "traceparent",
                    "00-" + trace + "-00f067aa0ba902b7-01");

            ExtLogRecord line = lines.poll(20, TimeUnit.SECONDS);
            while (line != null && !correlation.equals(line.getMdc("correlationId"))) {
                line = lines.poll(20, TimeUnit.SECONDS);
            }
            assertThat(line).as("a line of correlation %s", correlation).isNotNull();
            assertThat(line.getMdc("traceId")).isEqualTo(trace);
            assertThat(tap.awaitRecord(
                                    Topic.ACCOUNT.deadLetterTopicName(),
                                    r -> r.header("traceparent").contains(trace),
                                    Duration.ofSeconds(20))
                            .header("ce_correlationid"))
                    .isEqualTo(correlation);
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static Handler collecting(BlockingQueue<ExtLogRecord> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                ExtLogRecord extended = ExtLogRecord.wrap(line);
                extended.copyMdc();
                lines.add(extended);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
