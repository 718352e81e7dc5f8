package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.vertx.mutiny.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PersistentCommitTest {
    private static final int REFUSALS = 3;

    private static final TopicPartition OURS = new TopicPartition("topic", 4);
    private static final TopicPartition GONE = new TopicPartition("topic", 5);

    private final Vertx vertx = Vertx.vertx();
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new CopyOnWriteArrayList<>();
    private final Consumer<?, ?> client = new MockConsumer<String, byte[]>("earliest") {
        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(OURS);
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            commits.add(Map.copyOf(offsets));
            if (commits.size() <= REFUSALS) {
                throw new RebalanceInProgressException();
            }
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration within) {
            commitSync(offsets);
        }
    };

    @AfterEach
    void stop() {
        vertx.closeAndAwait();
    }

    /** Whose first commits fall into a rebalance. */
    private KafkaConsumer<?, ?> consumer() {
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "unwrap" -> client;
                    case "runOnPollingThread" ->
                        Uni.createFrom().voidItem().invoke(() -> onPollingThread(arguments[0]));
                    default -> throw new AssertionError(method);
                });
    }

    @SuppressWarnings("unchecked")
    private void onPollingThread(Object action) {
        ((java.util.function.Consumer<Object>) action).accept(client);
    }

    private static void take(PersistentCommit commit, TopicPartition partition) {
        IncomingKafkaRecord<String, byte[]> record = new IncomingKafkaRecord<>(
                new ConsumerRecord<>(partition.topic(), partition.partition(), 62, "key", new byte[0]),
                "channel",
                0,
                commit,
                null,
                false);
        commit.received(record).await().indefinitely();
        commit.handle(record).await().indefinitely();
    }

    @Test
    void aCommitThatFallsIntoARebalanceIsTriedAgainWithoutAFurtherRecord() {
        PersistentCommit commit = new PersistentCommit(vertx, consumer(), 20);
        take(commit, OURS);
        take(commit, GONE);

        await().until(() -> commits.size() > REFUSALS);
        assertThat(commits)
                .as("what is not assigned is not committed")
                .containsOnly(Map.of(OURS, new OffsetAndMetadata(63)));
        commit.partitionsRevoked(List.of(OURS));
        assertThat(commits).as("nothing is left to say at the end").hasSize(REFUSALS + 1);
        commit.terminate(false);
    }

    @Test
    void whatMovesToAnotherMemberIsCommittedOnceAndAFailureIsNobodysEnd() {
        PersistentCommit commit = new PersistentCommit(vertx, consumer(), 60_000);
        take(commit, OURS);

        commit.partitionsRevoked(List.of(OURS));
        commit.partitionsRevoked(List.of(OURS));
        assertThat(commits).hasSize(1);
    }
}
