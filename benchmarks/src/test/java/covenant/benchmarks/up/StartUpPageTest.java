package covenant.benchmarks.up;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.benchmarks.measure.ProcessSize;
import covenant.benchmarks.up.StartUpCommand.Start;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartUpPageTest {

    private static final ProcessSize SMALL = new ProcessSize(1_500 * 1024, 1_800 * 1024, 20);
    private static final ProcessSize LARGE = new ProcessSize(2_600 * 1024, 2_900 * 1024, 20);

    private static Start start(int seconds) {
        return new Start(Duration.ofSeconds(seconds), SMALL, SMALL, 0.5);
    }

    @Test
    void theMedianStartAndTheMostMemoryAreHeldAgainstTheAims() {
        String page = StartUpCommand.page(List.of(start(30), start(14), start(15)), SMALL);

        assertThat(page)
                .contains("median: **15.0 s**; below 20 s is aimed at: reached", "**1500 MB**")
                .doesNotContain("not reached");
    }

    @Test
    void memoryAfterTheDemoCounts() {
        assertThat(StartUpCommand.page(List.of(start(21)), LARGE))
                .contains("below 20 s is aimed at: not reached", "**2600 MB**; below 2384 MB is aimed at: not reached");
    }

    @Test
    void thisProcessHasASizeAndOneThatEndedHasNone() {
        ProcessSize own = ProcessSize.of(ProcessHandle.current().pid());

        assertThat(own.processes()).isEqualTo(1);
        assertThat(own.proportional()).isPositive().isLessThanOrEqualTo(own.resident());
        assertThat(ProcessSize.ofTree(Integer.MAX_VALUE).processes()).isZero();
    }
}
