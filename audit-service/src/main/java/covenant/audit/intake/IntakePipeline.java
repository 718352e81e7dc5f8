package covenant.audit.intake;

import covenant.contracts.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one load while the one before is written: the processor's part of the work and the database's take about as long. Loads are written one
 * after the other in the order in which they came, and the offsets of each are committed once it is written, while the next is. After a crash in between, the
 * same records come again and the log knows them.
 *
 * <p>For one thread, which also polls. Closing it waits for what is being written, and closes the consumer.
 */
final class IntakePipeline implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(IntakePipeline.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration COMMIT = Duration.ofSeconds(30);
    /** What is not committed in time comes again, and is known. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final Function<ConsumerRecords<String, byte[]>, Load> reader;
    private final java.util.function.Consumer<Load> destination;
    private final ExecutorService writer;
    private final Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
    private @Nullable Writing writing;
    private int finished;

    private record Writing(Load load, Future<?> done) {}

    /** @param writer of one thread */
    IntakePipeline(
            Consumer<String, byte[]> consumer,
            Function<ConsumerRecords<String, byte[]>, Load> reader,
            java.util.function.Consumer<Load> destination,
            ExecutorService writer) {
        this.consumer = consumer;
        this.reader = reader;
        this.destination = destination;
        this.writer = writer;
        consumer.subscribe(Arrays.stream(Topic.values()).map(Topic::topicName).toList(), new Given());
    }

    /**
     * Polls, and waits for what was being written meanwhile.
     *
     * @return how many records that was
     * @throws RuntimeException if it could not be written; nothing of it is committed, and this pipeline is of no more use
     */
    int step() {
        Load next = reader.apply(consumer.poll(writing == null ? POLL : Duration.ZERO));
        finish();
        if (!next.isEmpty()) {
            writing = new Writing(next, writer.submit(() -> destination.accept(next)));
        }
        commit(COMMIT);
        int records = finished;
        finished = 0;
        return records;
    }

    private void finish() {
        Writing last = writing;
        writing = null;
        if (last != null) {
            await(last.done());
            written.putAll(last.load().next());
            finished += last.load().parcels().size();
        }
    }

    /** While partitions are being handed out nothing can be committed: it is tried again with the next step. */
    private void commit(Duration atMost) {
        if (written.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(written, atMost);
            written.clear();
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOG.debugf("Not committed yet: %s", e.getClass().getSimpleName());
        }
    }

    private static void await(Future<?> done) {
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a load could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a load was written", e);
        }
    }

    /** What is being written is committed too, unless that fails: then it comes again. */
    @Override
    public void close() {
        try (consumer) {
            finish();
            commit(LAST_COMMIT);
        }
    }

    /** A partition that goes to another reader begins there with what is committed: what is being written is, before it goes. */
    private final class Given implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            finish();
            commit(LAST_COMMIT);
            written.keySet().removeAll(partitions);
        }

        /** They are another reader's already: what is being written comes again there, and is known. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            Writing last = writing;
            writing = null;
            if (last != null) {
                await(last.done());
            }
            written.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // They begin where they were committed.
        }
    }
}
