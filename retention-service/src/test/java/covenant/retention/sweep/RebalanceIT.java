package covenant.retention.sweep;

import static covenant.retention.Scenario.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.retention.Scenario;
import covenant.testing.CovenantServers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A second consumer of the same group comes and goes while a batch is taken: partitions move, offsets are read again. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RebalanceIT {
    private static final int CLOSINGS = 1_000;
    private static final String TOPIC = Topic.ACCOUNT.topicName();

    @Inject
    Jdbi jdbi;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "quarkus.application.name")
    String group;

    @Test
    @Tag("AC-93")
    void aThousandClosingsAmidRebalancesAreAThousandCases() {
        String batch = fresh("reb");
        Scenario world = Scenario.shared();
        try {
            Instant closedAt = world.now();
            for (int i = 0; i < CLOSINGS; i++) {
                world.closeOverKafka(batch + "-" + i, batch + "-acc-" + i, closedAt);
                if (i % 500 == 250) {
                    rival();
                }
            }
            await().atMost(Duration.ofSeconds(90)).until(() -> cases(batch) == CLOSINGS);
            assertThat(count(
                            "select count(distinct account_id) from retention_case where subject_id like :batch",
                            batch))
                    .isEqualTo(CLOSINGS);
            assertThat(count("select count(*) from account_conflict where account_id like :batch", batch))
                    .isZero();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(behind())
                            .as("partitions whose last records are not committed")
                            .isEmpty());
        } finally {
            // So many persons due at once would stop the other tests' sweeps.
            QuarkusTransaction.requiringNew()
                    .run(() -> jdbi.useHandle(
                            h -> h.createUpdate("delete from retention_case where subject_id like :batch")
                                    .bind("batch", batch + "-%")
                                    .execute()));
        }
    }

    /** Joins the group, is given partitions, handles what it gets badly, and leaves without a commit. */
    private void rival() {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                kafka,
                "group.id",
                group,
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                "earliest",
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName()));
        try (KafkaConsumer<byte[], byte[]> rival =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            rival.subscribe(List.of(TOPIC));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                rival.poll(Duration.ofMillis(200));
                return !rival.assignment().isEmpty();
            });
        }
    }

    /** A commit that fell into a rebalance must not be forgotten: nothing comes after the last record that would commit it. */
    private Set<TopicPartition> behind() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(List.of(TOPIC))
                    .allTopicNames()
                    .get()
                    .get(TOPIC)
                    .partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(TOPIC, partition.partition()), OffsetSpec.latest()));
            Set<TopicPartition> behind = new HashSet<>(ends.keySet());
            Map<TopicPartition, ListOffsetsResultInfo> found =
                    admin.listOffsets(ends).all().get();
            behind.removeIf(partition -> {
                OffsetAndMetadata known = committed.get(partition);
                return found.get(partition).offset() == (known == null ? 0 : known.offset());
            });
            return behind;
        }
    }

    private long cases(String batch) {
        return count("select count(*) from retention_case where subject_id like :batch", batch);
    }

    private long count(String sql, String batch) {
        return QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(h -> h.createQuery(sql)
                        .bind("batch", batch + "-%")
                        .mapTo(Long.class)
                        .one()));
    }
}
