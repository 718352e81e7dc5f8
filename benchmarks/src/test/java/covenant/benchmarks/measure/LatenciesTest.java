package covenant.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {

    /** 1 to 100 ns, the greater half first. */
    private static final Latencies HUNDRED = Latencies.of(List.of(
            LongStream.rangeClosed(51, 100).toArray(),
            LongStream.rangeClosed(1, 50).toArray()));

    @ParameterizedTest
    @CsvSource({"50, 50", "99, 99", "99.5, 100", "100, 100", "1, 1", "0.1, 1"})
    void percentileIsTheSmallestValueThatTheShareDidNotExceed(double percent, long nanos) {
        assertThat(HUNDRED.percentile(percent)).isEqualTo(Duration.ofNanos(nanos));
    }

    @Test
    void ofAFewValuesTheHighPercentileIsTheGreatest() {
        Latencies three = Latencies.of(List.of(new long[] {30, 10, 20}));

        assertThat(three.median()).isEqualTo(Duration.ofNanos(20));
        assertThat(three.percentile(99)).isEqualTo(Duration.ofNanos(30));
        assertThat(three.count()).isEqualTo(3);
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(Latencies.of(List.of()).percentile(99)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.1, Double.NaN})
    void otherNumbersAreNoPercentiles(double percent) {
        assertThatThrownBy(() -> HUNDRED.percentile(percent)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void millisecondsHaveTwoDigitsWhereverItRuns() {
        assertThat(Latencies.millis(Duration.ofNanos(1_234_567))).isEqualTo("1.23");
    }
}
