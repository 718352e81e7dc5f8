package covenant.benchmarks.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepReportTest {
    private static final SweepRun SMALL = new SweepRun(10_000, 3_000, 12_000, Duration.ofSeconds(10));
    private static final SweepRun LARGE = new SweepRun(5_000_000, 1_500, 6_000, Duration.ofSeconds(10));

    @Test
    void theCostOfAnErasureIsComparedAcrossSizes() {
        SweepReport report = report(0, SMALL, LARGE);

        assertThat(SMALL.ordersPerSecond()).isCloseTo(1_200, within(0.01));
        assertThat(LARGE.millisPerErasure()).isCloseTo(6.67, within(0.01));
        assertThat(report.spread()).isCloseTo(2.0, within(0.001));
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void aRunThatOrderedTwiceOrNothingIsNoResult() {
        assertThat(report(3, SMALL).problems()).singleElement().asString().contains("twice");
        assertThat(report(0, new SweepRun(10_000, 0, 0, Duration.ofSeconds(1))).problems())
                .hasSize(1);
    }

    private static SweepReport report(long doubled, SweepRun... runs) {
        return new SweepReport(
                SweepPlan.quick(), List.of(runs), List.of(Duration.ofMillis(40)), 4_000_000, 90_000, doubled);
    }
}
