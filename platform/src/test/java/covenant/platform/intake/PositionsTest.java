package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final TopicPartition ONE = new TopicPartition("topic", 1);
    private static final TopicPartition TWO = new TopicPartition("topic", 2);

    private final Positions positions = new Positions();

    private void receive(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            positions.received(partition, offset);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> at(TopicPartition partition, long offset) {
        return Map.of(partition, new OffsetAndMetadata(offset));
    }

    @Test
    void aPartitionStandsBehindTheLastRecordThatWasTakenInSequence() {
        receive(ONE, 10, 11, 12);
        assertThat(positions.unknown()).isEmpty();

        positions.taken(ONE, 10);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 11));
        positions.taken(ONE, 12);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 11));
        positions.taken(ONE, 11);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 13));
    }

    @Test
    void ofABatchOnlyTheLastRecordIsKnownAndUntilItIsTakenAllOfItComesAgain() {
        receive(ONE, 49, 120);
        assertThat(positions.unknown()).isEmpty();

        positions.taken(ONE, 49);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 50));
        positions.taken(ONE, 120);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 121));
    }

    @Test
    void theFirstBatchHasNoPositionUntilItIsTaken() {
        receive(ONE, 49);
        assertThat(positions.unknown()).isEmpty();
        assertThat(positions.giveUp(List.of(ONE))).isEmpty();
    }

    @Test
    void whatIsReadAgainHasNoPositionUntilItIsTaken() {
        receive(ONE, 10, 11, 10);
        positions.taken(ONE, 11);
        assertThat(positions.unknown()).isEmpty();
        positions.taken(ONE, 10);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 12));
    }

    @Test
    void aBatchThatIsReadAgainFromFurtherBackIsNotCommittedBeforeItIsTaken() {
        receive(ONE, 49, 30);
        assertThat(positions.unknown()).isEmpty();
    }

    @Test
    void whatTheBrokerDoesNotKnowStaysUnknownUntilItDoes() {
        receive(ONE, 10);
        positions.taken(ONE, 10);
        Map<TopicPartition, OffsetAndMetadata> first = positions.unknown();
        assertThat(positions.unknown()).isEqualTo(first);

        positions.known(first);
        assertThat(positions.unknown()).isEmpty();
    }

    @Test
    void nothingIsKnownThatWasTakenMeanwhile() {
        receive(ONE, 10, 11);
        positions.taken(ONE, 10);
        Map<TopicPartition, OffsetAndMetadata> first = positions.unknown();
        positions.taken(ONE, 11);
        positions.known(first);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 12));
    }

    @Test
    void aPartitionGivenUpIsForgottenAndItsLastPositionHandedOver() {
        receive(ONE, 10, 11);
        receive(TWO, 20);
        positions.taken(ONE, 10);
        positions.taken(TWO, 20);

        assertThat(positions.giveUp(List.of(ONE))).isEqualTo(at(ONE, 11));
        positions.taken(ONE, 11);
        assertThat(positions.unknown()).isEqualTo(at(TWO, 21));
    }

    /** Somebody else may have come further meanwhile: the position must not go back. */
    @Test
    void aLateRecordOfAnEarlierAssignmentMovesNothing() {
        receive(ONE, 10, 11);
        positions.giveUp(List.of(ONE));
        receive(ONE, 50);
        positions.taken(ONE, 11);
        assertThat(positions.unknown()).isEmpty();
        positions.taken(ONE, 50);
        assertThat(positions.unknown()).isEqualTo(at(ONE, 51));
    }
}
