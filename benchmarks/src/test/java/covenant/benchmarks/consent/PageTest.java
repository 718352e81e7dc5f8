package covenant.benchmarks.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final List<Run> REFERENCE =
            List.of(Samples.reference(2000), Samples.reference(1000), Samples.reference(3000));
    private static final List<Run> SERVICE =
            List.of(Samples.service(1200), Samples.service(700), Samples.service(1500));

    private static String page(Report report) {
        return Page.of(report, Samples.setting());
    }

    private static Report valid() {
        return Samples.report(REFERENCE, SERVICE, Samples.complete(34_000), List.of());
    }

    @Test
    void theRatioIsTheMedianOfTheRatiosOfEachPair() {
        // 0.6, 0.7 and 0.5: not 1200 / 2000 by accident.
        assertThat(valid().medianRatio()).isEqualTo(0.6);
        assertThat(page(valid())).contains("| consents per second | 1200 | 2000 | **0.60** |");
    }

    @Test
    void bothSidesStandSideBySideRunByRun() {
        assertThat(page(valid()))
                .contains("| 2 | 1000 | 5.00 | 15.00 | 700 | 10.00 | 30.00 | 30.00 | 0.70 | 12, 120 ms | 20 % / 20 % |")
                .contains("| p99 / p50 | 3.0 | 3.0 | |")
                .contains("| errors | 0 | 0 | |");
    }

    @Test
    void theReadingHoldsTheNumbersAgainstTheAims() {
        assertThat(page(valid()))
                .contains("first aim of 0.50 is reached, the further one of 0.65 is not reached")
                .contains("p99 is 3.0 medians, at most 5 being aimed at: reached")
                .contains("The machine was shared: read the ratios");
    }

    @Test
    void costsArePerConsent() {
        // 8 s of processor time for 12,000 consents, the median of 667, 1143 and 533 µs.
        assertThat(page(valid()))
                .contains("| consent-service | 667 |  |")
                .contains("| **together** | 1250 | 300 |")
                .contains("costs 0.24 of a consent")
                .contains("| write-ahead log, bytes | 4000 | 4000 |")
                .contains("2 row(s) of 85 bytes in `aggregate_version`");
    }

    @Test
    void machineVersionsAndMethodAreTold() {
        assertThat(page(valid()))
                .contains("# consent-writes, 2026-11-24", "Example processor, 2 processors, 23.5 GiB", "in 0.95 ms")
                .contains("- PostgreSQL: fsync=on", "- pgbench: pgbench (PostgreSQL) 15.18", "`-Xmx512m`")
                .contains("for 60 s or more (123456 consents)", "3 runs of 10 s");
    }

    @Test
    void numbersAreWrittenTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(page(valid())).contains("**0.60**").doesNotContain("0,60");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsNotValidSaysSo() {
        Report lost = Samples.report(
                REFERENCE,
                SERVICE,
                new Verification(
                        100,
                        1,
                        99,
                        0,
                        0,
                        new Verification.Published("privacy.consent.v1", 99, 0, 0),
                        new Verification.Published("privacy.consent-state.v1", 97, 2, 0),
                        0),
                List.of("consent: 1.000 rows per consent, 2.000 per transaction of the reference."));

        assertThat(lost.problems())
                .containsExactly(
                        "1 acknowledged consents are not in the database.",
                        "2 consents have no event on privacy.consent-state.v1.",
                        "consent: 1.000 rows per consent, 2.000 per transaction of the reference.");
        assertThat(page(lost)).contains("**Not valid:** 1 acknowledged consents are not in the database.");
    }
}
