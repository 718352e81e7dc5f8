package covenant.platform.intake;

import covenant.platform.problem.ProblemMappers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code covenant_events_lag}: per topic, how many records the group of this service has not committed. Asked of the broker, so that a
 * consumer that is up and consumes nothing shows too; every replica shows the same number.
 */
@ApplicationScoped
class ConsumerLag {
    private static final Logger LOG = Logger.getLogger(ConsumerLag.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Map<String, Object> broker;
    private final Set<String> topics;
    private final MeterRegistry registry;
    private final String group;
    private final Map<String, Double> last = new ConcurrentHashMap<>();
    private @Nullable Admin admin;

    ConsumerLag(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            ConsumedTopics topics,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.name") String group) {
        this.broker = new HashMap<>(broker);
        this.topics = topics.names();
        this.registry = registry;
        this.group = group;
    }

    void register(@Observes StartupEvent started) {
        for (String topic : topics) {
            Gauge.builder("covenant.events.lag", last, read -> read.getOrDefault(topic, Double.NaN))
                    .tag("topic", topic)
                    .description(
                            "Records of the topic that this service's group has not taken yet; NaN when the broker is away")
                    .register(registry);
        }
    }

    @Scheduled(
            every = "${covenant.measures.every:15s}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void read() {
        try {
            last.putAll(lags());
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            last.clear();
            LOG.warnf("Lag is not known: %s", ProblemMappers.describe(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was never committed counts from the oldest record that is still there: that is where the group would begin. */
    Map<String, Double> lags() throws ExecutionException, InterruptedException, TimeoutException {
        Set<TopicPartition> partitions = partitions();
        Map<TopicPartition, OffsetAndMetadata> committed = client().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(partitions, OffsetSpec.latest());
        return partitions.stream()
                .collect(Collectors.groupingBy(
                        TopicPartition::topic,
                        Collectors.summingDouble(p -> lag(committed.get(p), starts.get(p), ends.get(p)))));
    }

    private static double lag(
            @Nullable OffsetAndMetadata committed,
            @Nullable ListOffsetsResultInfo start,
            @Nullable ListOffsetsResultInfo end) {
        if (start == null || end == null) {
            return Double.NaN;
        }
        return end.offset() - Math.max(committed == null ? 0 : committed.offset(), start.offset());
    }

    private Set<TopicPartition> partitions() throws ExecutionException, InterruptedException, TimeoutException {
        return client().describeTopics(topics).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS).values().stream()
                .flatMap((TopicDescription topic) ->
                        topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition())))
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        return client().listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which)))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized Admin client() {
        Admin present = admin;
        if (present == null) {
            present = Admin.create(broker);
            admin = present;
        }
        return present;
    }

    @PreDestroy
    synchronized void close() {
        Admin present = admin;
        if (present != null) {
            present.close(Duration.ofSeconds(2));
        }
    }
}
