package covenant.retention.rule;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.platform.problem.Violation;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import java.time.Period;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.2.2-2")
class RuleBoundsTest {
    private static final Statutory TEN_YEARS =
            new Statutory("A law", "1", Period.ofYears(10), Anchor.RECORD_DATE, false);

    @ParameterizedTest
    @CsvSource({
        "P0D, true",
        "P1D, true",
        "P28D, true",
        "P4W, true",
        "P1M, true",
        "P29D, false",
        "P30D, false",
        "P31D, false",
        "P1M1D, false",
        "P2M, false",
        "P1Y, false",
        "-P1D, false"
    })
    void withoutALawAMonthIsTheLongest(String period, boolean allowed) {
        assertThat(RuleBounds.check(rule(Period.parse(period), null)).isEmpty()).isEqualTo(allowed);
    }

    @Test
    @Tag("R-4.2.2-4")
    void aLawAllowsMoreButNotMoreThanItDemands() {
        assertThat(RuleBounds.check(rule(Period.ofMonths(1), TEN_YEARS))).isEmpty();
        assertThat(RuleBounds.check(rule(Period.ofYears(3), TEN_YEARS))).isEmpty();
        assertThat(RuleBounds.check(rule(Period.ofYears(11), TEN_YEARS)))
                .extracting(Violation::field)
                .containsExactly("period");
    }

    @Test
    void aStatutoryPeriodIsPositiveAndBounded() {
        Statutory none = new Statutory("A law", "1", Period.ZERO, Anchor.RECORD_DATE, false);
        Statutory endless = new Statutory("A law", "1", Period.ofYears(1_000), Anchor.RECORD_DATE, false);

        assertThat(RuleBounds.check(rule(Period.ofMonths(1), none))).hasSize(1);
        assertThat(RuleBounds.check(rule(Period.ofMonths(1), endless))).hasSize(1);
    }

    private static RetentionRule rule(Period period, Statutory statutory) {
        return new RetentionRule("a.b", 1, period, Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, statutory);
    }
}
