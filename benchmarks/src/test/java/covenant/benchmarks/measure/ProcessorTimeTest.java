package covenant.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

    @Test
    void othersAreWhatNobodyWatchedUsed() {
        ProcessorTime time = new ProcessorTime(
                Map.of("service", Duration.ofSeconds(6), "PostgreSQL", Duration.ofSeconds(2)),
                Duration.ofSeconds(12),
                Duration.ofSeconds(20));

        assertThat(time.othersShare()).isEqualTo(0.2);
        assertThat(time.idleShare()).isEqualTo(0.4);
    }

    @Test
    void countersOfDifferentGrainNeverMakeOthersNegative() {
        ProcessorTime time = new ProcessorTime(
                Map.of("service", Duration.ofMillis(1010)), Duration.ofMillis(1000), Duration.ofSeconds(2));

        assertThat(time.othersShare()).isZero();
    }

    @Test
    void whatTheSystemDoesNotTellIsNoNumber() {
        assertThat(ProcessorTime.unknown().othersShare()).isNaN();
        assertThat(ProcessorTime.unknown().isKnown()).isFalse();
    }

    @Test
    void ticksStandBehindACommandWhoseNameMayHoldBlanksAndParentheses() {
        String stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 100 200 0 0 7 5 30 20 20 0 1 0 12345";

        assertThat(ProcFiles.sum(stat, 11, 2)).isEqualTo(12);
        assertThat(ProcFiles.sum(stat, 11, 4)).isEqualTo(62);
    }
}
