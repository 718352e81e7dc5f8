package covenant.audit.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-4.1.2-4")
class IntakePipelineTest {
    private static final TopicPartition HERE = new TopicPartition(Topic.CONSENT.topicName(), 0);
    private static final TopicPartition THERE = new TopicPartition(Topic.CONSENT.topicName(), 1);

    private final Broker broker = new Broker();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final List<Load> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final IntakePipeline pipeline = new IntakePipeline(broker, IntakePipelineTest::load, this::write, writer);
    private boolean holding;
    /** Loads that are written before one cannot be. */
    private int failing = Integer.MAX_VALUE;

    /** A broker that refuses commits for a while. */
    private static final class Broker extends MockConsumer<String, byte[]> {
        private int refusals;
        private int commits;
        private Runnable duringCommit = () -> {};

        Broker() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration atMost) {
            if (refusals-- > 0) {
                throw new RebalanceInProgressException();
            }
            duringCommit.run();
            commits++;
            super.commitSync(offsets, atMost);
        }
    }

    @BeforeEach
    void assign() {
        broker.rebalance(List.of(HERE, THERE));
        broker.updateBeginningOffsets(Map.of(HERE, 0L, THERE, 0L));
    }

    @AfterEach
    void end() {
        held.countDown();
        writer.shutdownNow();
    }

    @Test
    void whatIsWrittenIsCommittedAndNothingBefore() {
        arrive(HERE, 0);
        pipeline.step();
        assertThat(committed(HERE)).isNull();

        pipeline.step();

        assertThat(written).hasSize(1);
        assertThat(committed(HERE)).isEqualTo(1);
        assertThat(committed(THERE)).isNull();
    }

    @Test
    void theNextLoadIsReadWhileTheOneBeforeIsWritten() {
        holding = true;
        arrive(HERE, 0);
        pipeline.step();
        arrive(HERE, 1);
        broker.schedulePollTask(held::countDown);

        pipeline.step();
        pipeline.step();

        assertThat(written).extracting(load -> load.next().get(HERE).offset()).containsExactly(1L, 2L);
        assertThat(committed(HERE)).isEqualTo(2);
    }

    @Test
    void offsetsAreCommittedWhileTheNextLoadIsWritten() {
        arrive(HERE, 0);
        pipeline.step();
        arrive(HERE, 1);
        broker.duringCommit = () -> await().atMost(Duration.ofSeconds(10)).until(() -> written.size() == 2);

        pipeline.step();

        assertThat(committed(HERE)).isEqualTo(1);
    }

    @Test
    void aLoadThatFailsLeavesTheOneBeforeItCommitted() {
        arrive(HERE, 0);
        pipeline.step();
        arrive(HERE, 1);
        failing = 1;
        pipeline.step();

        assertThatThrownBy(pipeline::step).hasMessage("away");

        assertThat(committed(HERE)).isEqualTo(1);
        assertThat(written).hasSize(1);
    }

    @Test
    void closingAfterACommitThatFailedWaitsForWhatIsBeingWritten() {
        arrive(HERE, 0);
        pipeline.step();
        arrive(HERE, 1);
        broker.duringCommit = () -> {
            broker.duringCommit = () -> {};
            throw new TimeoutException("no answer");
        };
        assertThatThrownBy(pipeline::step).isInstanceOf(TimeoutException.class);

        pipeline.close();

        assertThat(written).hasSize(2);
    }

    @Test
    void nothingOfALoadThatCannotBeWrittenIsCommittedAndNothingBehindItIsWritten() {
        failing = 0;
        arrive(HERE, 0);
        pipeline.step();
        arrive(HERE, 1);

        assertThatThrownBy(pipeline::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("away");
        pipeline.close();

        assertThat(written).isEmpty();
        assertThat(broker.closed()).isTrue();
        assertThat(broker.commits).isZero();
    }

    @Test
    void aPartitionGoesToAnotherReaderWithWhatIsWrittenOfItCommitted() {
        holding = true;
        arrive(HERE, 0);
        arrive(THERE, 0);
        pipeline.step();
        broker.schedulePollTask(() -> {
            held.countDown();
            broker.rebalance(List.of(THERE));
            assertThat(broker.commits).as("before it goes").isEqualTo(1);
        });

        assertThat(pipeline.step()).isZero();
        broker.rebalance(List.of(HERE, THERE));

        assertThat(written).hasSize(1);
        assertThat(committed(HERE)).isEqualTo(1);
        assertThat(committed(THERE)).isEqualTo(1);
    }

    @Test
    void aCommitThatARebalanceRefusesIsTriedAgain() {
        broker.refusals = 2;
        arrive(HERE, 0);
        pipeline.step();
        pipeline.step();
        pipeline.step();
        assertThat(committed(HERE)).isNull();

        pipeline.step();

        assertThat(committed(HERE)).isEqualTo(1);
    }

    @Test
    void closingWritesAndCommitsWhatWasReadBefore() {
        arrive(HERE, 0);
        pipeline.step();

        pipeline.close();

        assertThat(written).hasSize(1);
        assertThat(broker.closed()).isTrue();
        assertThat(broker.commits).isEqualTo(1);
    }

    private void arrive(TopicPartition partition, long offset) {
        broker.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, "key", "{}".getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable Long committed(TopicPartition partition) {
        OffsetAndMetadata known = broker.committed(Set.of(partition)).get(partition);
        return known == null ? null : known.offset();
    }

    private static Load load(ConsumerRecords<String, byte[]> polled) {
        return new Load(List.of(), polled.nextOffsets());
    }

    private void write(Load load) {
        try {
            if (holding && !held.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing was polled meanwhile");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (written.size() >= failing) {
            throw new IllegalStateException("away");
        }
        written.add(load);
    }
}
