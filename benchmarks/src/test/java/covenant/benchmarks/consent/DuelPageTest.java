package covenant.benchmarks.consent;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.benchmarks.measure.Measurement;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DuelPageTest {

    private static final Plan PLAN = new Plan(32, 3, Duration.ofSeconds(60), 0, Duration.ofSeconds(10));

    private static Duel.Outcome outcome(int unitsEach, List<String> failures, long... service) {
        List<Measurement> theirs =
                List.of(2000L, 1000L, 3000L).stream().map(DuelPageTest::run).toList();
        return new Duel.Outcome(
                new Duel.Side("pgbench", 1, run -> theirs.getFirst()),
                new Duel.Side("service", unitsEach, run -> theirs.getFirst()),
                theirs,
                LongStream.of(service).mapToObj(DuelPageTest::run).toList(),
                List.of(),
                failures);
    }

    private static Measurement run(long perSecond) {
        return Samples.reference(perSecond).measurement();
    }

    private static String page(Duel.Outcome outcome) {
        DuelPage.Frame frame = new DuelPage.Frame(
                "decisions", "What it costs.", "decisions", List.of(0.25, 0.7), "In turns.", List.of("A remark."));
        return DuelPage.of(frame, outcome, PLAN, Samples.setting());
    }

    @Test
    void theRatioIsTheMedianOfTheRatiosOfEachPair() {
        Duel.Outcome outcome = outcome(1, List.of(), 1200, 700, 1500);

        assertThat(outcome.medianRatio()).isEqualTo(0.6);
        assertThat(page(outcome))
                .contains("| decisions per second | 1200 | 2000 | **0.60** |")
                .contains("| 2 | 1000 | 5.00 | 15.00 | 700 | 5.00 | 15.00 | 0.70 | 20 % / 20 % |")
                .contains("Aims: 0.25: reached; 0.70: not reached.")
                .contains("A remark.", "32 clients a side, warm-up of 60 s, then 3 runs of 10 s", "fsync=on");
    }

    @Test
    void anOperationOfManyUnitsCountsAsMany() {
        Duel.Outcome outcome = outcome(100, List.of(), 12, 7, 15);

        assertThat(outcome.medianRatio()).isEqualTo(0.6);
        assertThat(page(outcome)).contains("| decisions per second | 1200 | 2000 | **0.60** |");
    }

    @Test
    void anErrorMakesTheNumbersInvalid() {
        Duel.Outcome outcome = outcome(1, List.of("503 away"), 1200, 700, 1500);

        assertThat(outcome.problems()).hasSize(1);
        assertThat(page(outcome)).contains("**Not valid:** 0 errors", "503 away");
    }

    @Test
    void growthIsWhatADecisionCostsAgainstTheSmallestSize() {
        var small = new DecisionGrowthCommand.Step(10_000, outcome(1, List.of(), 1200, 1200, 1200));
        var large = new DecisionGrowthCommand.Step(5_000_000, outcome(1, List.of(), 500, 500, 500));

        assertThat(DecisionGrowthCommand.growth(small, large)).isEqualTo(2.4);
        assertThat(DecisionGrowthCommand.page(List.of(small, large), PLAN, Samples.setting()))
                .contains("| 10,000 | 1200 |", "| 5,000,000 | 500 |", "costs 2.40 times as much", "not reached");
    }
}
