package covenant.platform.intake;

import covenant.platform.problem.ProblemMappers;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits every second how far the records have been taken, until the broker has kept it ({@code commit-strategy=persistent}). The connector's own
 * {@code throttled} forgets what it could not commit, because a rebalance was under way or the broker away: the partition then shows a lag that nobody
 * works off until its next record comes, and everything is delivered again after a restart. It also asks the broker where each partition stands
 * before the first record, and gives the channel up for good when there is no answer; this one asks nothing.
 */
final class PersistentCommit implements KafkaCommitHandler {

    static final String STRATEGY = "persistent";

    private static final Logger LOG = Logger.getLogger(PersistentCommit.class);
    private static final int USUAL_INTERVAL_MILLIS = 1_000;
    /** A rebalance waits for it, and with it the whole group. What is not committed in time is delivered again, and the inbox knows it. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final KafkaConsumer<?, ?> consumer;
    private final int intervalMillis;
    private final Positions positions = new Positions();
    private volatile boolean ended;

    /** Found by the connector by its name. */
    @ApplicationScoped
    @Identifier(STRATEGY)
    static class Factory implements KafkaCommitHandler.Factory {
        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new PersistentCommit(
                    vertx,
                    consumer,
                    config.config()
                            .getOptionalValue(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, Integer.class)
                            .orElse(USUAL_INTERVAL_MILLIS));
        }
    }

    PersistentCommit(Vertx vertx, KafkaConsumer<?, ?> consumer, int intervalMillis) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.intervalMillis = intervalMillis;
        commitLater();
    }

    private void commitLater() {
        if (!ended) {
            vertx.setTimer(intervalMillis, timer -> commit());
        }
    }

    private void commit() {
        if (positions.unknown().isEmpty() || ended) {
            commitLater();
            return;
        }
        consumer.runOnPollingThread(client -> {
                    commit(client);
                })
                .subscribe()
                .with(done -> commitLater(), failure -> {
                    LOG.infof("Not committed yet, tried again: %s", ProblemMappers.describe(failure));
                    commitLater();
                });
    }

    /**
     * On the polling thread, where partitions come and go: what is looked up there is still ours when it is committed. A moment earlier it could be
     * somebody else's by then, who has come further.
     */
    private void commit(Consumer<?, ?> client) {
        Map<TopicPartition, OffsetAndMetadata> ours = positions.unknown();
        ours.keySet().retainAll(client.assignment());
        if (!ours.isEmpty()) {
            client.commitSync(ours);
            positions.known(ours);
        }
    }

    @Override
    public <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> record) {
        positions.received(partition(record), record.getOffset());
        return Uni.createFrom().item(record);
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
        positions.taken(partition(record), record.getOffset());
        return Uni.createFrom().voidItem().runSubscriptionOn(record::runOnMessageContext);
    }

    /** What came in from under an earlier assignment after it had ended says nothing of this one. */
    @Override
    public void partitionsAssigned(Collection<TopicPartition> partitions) {
        positions.giveUp(partitions);
    }

    /** On the polling thread, before another member gets them. */
    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> last = positions.giveUp(partitions);
        if (!last.isEmpty()) {
            try {
                consumer.unwrap().commitSync(last, LAST_COMMIT);
            } catch (KafkaException e) {
                LOG.infof("Not committed before partitions moved, delivered again: %s", ProblemMappers.describe(e));
            }
        }
    }

    /** The consumer gives its partitions up when it closes: that is the last commit. */
    @Override
    public void terminate(boolean graceful) {
        ended = true;
    }

    private static TopicPartition partition(IncomingKafkaRecord<?, ?> record) {
        return new TopicPartition(record.getTopic(), record.getPartition());
    }
}
