package covenant.retention.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.retention.sweep.SweepState.StopReason;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepGuardTest {
    private final SweepGuard guard = new SweepGuard(Duration.ofHours(48), SweepGuard.CORRECTION);

    @ParameterizedTest
    @CsvSource({
        "PT1S,",
        "PT48H,",
        "PT48H1S, CLOCK_LEAPT",
        "P1826D, CLOCK_LEAPT",
        "PT0S,",
        "-PT4M,",
        "-PT2H, CLOCK_STEPPED_BACK",
        "-P1D, CLOCK_STEPPED_BACK"
    })
    @Tag("AC-43")
    void aLeapOrAStepBackStops(Duration unexplained, StopReason reason) {
        assertThat(guard.clock(unexplained).orElse(null)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"10, 1000", "100000, 1000", "100001, 1000", "200000, 2000", "5000000, 50000"})
    @Tag("AC-44")
    void theLimitIsAThousandPersonsOrOnePerCent(long subjects, long limit) {
        assertThat(SweepGuard.limit(1_000, 1, subjects)).isEqualTo(limit);
    }
}
