package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.vertx.mutiny.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PersistentCommitTest {
    private static final int REFUSALS = 3;

    private final Vertx vertx = Vertx.vertx();
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        vertx.closeAndAwait();
    }

    /** Whose first commits fall into a rebalance. */
    private KafkaConsumer<?, ?> consumer() {
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KafkaConsumer.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("commit");
                    @SuppressWarnings("unchecked")
                    Map<TopicPartition, OffsetAndMetadata> offsets =
                            (Map<TopicPartition, OffsetAndMetadata>) arguments[0];
                    commits.add(offsets);
                    return commits.size() <= REFUSALS
                            ? Uni.createFrom().failure(new RebalanceInProgressException())
                            : Uni.createFrom().voidItem();
                });
    }

    @Test
    void aCommitThatFallsIntoARebalanceIsTriedAgainWithoutAFurtherRecord() {
        PersistentCommit commit = new PersistentCommit(vertx, consumer(), 20);
        IncomingKafkaRecord<String, byte[]> record = new IncomingKafkaRecord<>(
                new ConsumerRecord<>("topic", 4, 62, "key", new byte[0]), "channel", 0, commit, null, false);
        commit.received(record).await().indefinitely();
        commit.handle(record).await().indefinitely();

        await().until(() -> commits.size() > REFUSALS);
        assertThat(commits)
                .hasSize(REFUSALS + 1)
                .containsOnly(Map.of(new TopicPartition("topic", 4), new OffsetAndMetadata(63)));
        commit.terminate(false);
        assertThat(commits).as("nothing is left to say at the end").hasSize(REFUSALS + 1);
    }

    @Test
    void whatIsTakenAtTheEndIsCommittedOnce() {
        PersistentCommit commit = new PersistentCommit(vertx, consumer(), 60_000);
        IncomingKafkaRecord<String, byte[]> record = new IncomingKafkaRecord<>(
                new ConsumerRecord<>("topic", 4, 62, "key", new byte[0]), "channel", 0, commit, null, false);
        commit.received(record).await().indefinitely();
        commit.handle(record).await().indefinitely();

        commit.terminate(false);
        assertThat(commits).hasSize(1);
    }
}
