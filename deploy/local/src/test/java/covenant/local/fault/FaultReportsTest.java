package covenant.local.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultReportsTest {

    private static final FaultFigures MEASURED = new FaultFigures(
            FaultRow.KILL_SERVICES, 5, 812, 0, 0, Optional.of(Duration.ofMillis(9_800)), "Each killed once; no more.");

    @TempDir
    Path home;

    @Test
    void whatATestMeasuredIsReadFromItsOutput() throws IOException {
        report("KillIT", "<testcase name=\"kills\"/>", MEASURED.line());
        report("CampaignKillIT", "<testcase name=\"campaign\"/>", "figures: 2000 persons mailed");

        FaultOutcome outcome = outcome(FaultRow.KILL_SERVICES);

        assertThat(outcome.cases()).isEqualTo(2);
        assertThat(outcome.figures()).containsExactly(MEASURED);
        assertThat(outcome.holds()).isTrue();
        assertThat(List.of(outcome.faults(), outcome.acknowledged(), outcome.lost(), outcome.recovery()))
                .containsExactly("5", "812", "0", "9.8 s");
    }

    @Test
    void linesThatAreNoFiguresAreNone() {
        assertThat(FaultFigures.parse(
                        "figures: fault nobody-knows: 1 faults, 1 acknowledged, 0 lost, 0 doubled, recovery -; x"))
                .isEmpty();
        assertThat(FaultFigures.parse("figures: the stack is up after 9.1 s")).isEmpty();
        assertThat(FaultFigures.parse("<system-out><![CDATA[figures: " + MEASURED.line() + "]]></system-out>"))
                .contains(MEASURED);
    }

    @Test
    void ofAMethodOnlyItsCasesCount() throws IOException {
        report(
                "platform",
                "EventIntakeIT",
                "<testcase name=\"aSecondDeliveryHasNoSecondEffect\"/><testcase name=\"poison(Kind)[1]\"><failure message=\"broken&#10;more\"/></testcase>",
                "");

        assertThat(outcome(FaultRow.DELIVERED_AGAIN).failed()).isZero();
        FaultOutcome poison = outcome(FaultRow.POISON);
        assertThat(poison.verdict()).isEqualTo("FAILED");
        assertThat(poison.reasons()).contains("poison(Kind)[1]: broken");
    }

    @Test
    void aRowOfWhichNothingRanDoesNotHold() throws IOException {
        assertThat(outcome(FaultRow.CLOCK).holds()).isFalse();
        assertThat(outcome(FaultRow.CLOCK).verdict()).isEqualTo("not run");
        report("FullDiskIT", "<testcase name=\"full\"><skipped message=\"no root\"/></testcase>", "");

        FaultOutcome skipped = outcome(FaultRow.DISK_FULL);

        assertThat(skipped.holds()).isFalse();
        assertThat(skipped.verdict()).isEqualTo("not run");
        assertThat(skipped.reasons()).containsExactly("full: no root");
    }

    @Test
    void aRowOfWhichOneTestDidNotRunDoesNotHold() throws IOException {
        report("KillIT", "<testcase name=\"kills\"/>", MEASURED.line());

        FaultOutcome partly = outcome(FaultRow.KILL_SERVICES);

        assertThat(partly.holds()).isFalse();
        assertThat(partly.verdict()).isEqualTo("holds, in part not run");
        assertThat(partly.reasons()).containsExactly("CampaignKillIT: did not run");
    }

    @Test
    void reportsOfAnEarlierRunDoNotCount() throws IOException {
        report("KillIT", "<testcase name=\"kills\"/>", MEASURED.line());
        assertThat(new FaultReports(home, Instant.now().plusSeconds(60))
                        .of(FaultRow.KILL_SERVICES)
                        .cases())
                .isZero();
    }

    @Test
    void consoleAndPageShowEveryRowWithItsFigures() throws IOException {
        report("KillIT", "<testcase name=\"kills\"/>", MEASURED.line());
        report("CampaignKillIT", "<testcase name=\"campaign\"/>", "");
        FaultTable table =
                new FaultTable(List.of(outcome(FaultRow.KILL_SERVICES), outcome(FaultRow.CLOCK)), false, true);
        StringWriter console = new StringWriter();

        table.print(new PrintWriter(console));
        String page = FaultPage.of(table, LocalDate.of(2026, 1, 2), List.of("a machine"));

        assertThat(table.holds()).as("the clock was not tried").isFalse();
        assertThat(console.toString()).containsPattern("kill-services +5 +812 +0 +0 +9.8 s +holds");
        assertThat(page)
                .contains("# faults, 2026-01-02", "Short form", "- a machine", "Each killed once; no more.")
                .contains("| `kill-services` | kill -9 of each service under load |")
                .contains("| 5 | 812 | 0 | 0 | 9.8 s | holds |")
                .contains("`SweepGuardTest` (retention-service)");
    }

    private FaultOutcome outcome(FaultRow row) throws IOException {
        return new FaultReports(home, Instant.EPOCH).of(row);
    }

    private void report(String test, String cases, String printed) throws IOException {
        report("end-to-end-tests", test, cases, printed);
    }

    private void report(String module, String test, String cases, String printed) throws IOException {
        Path reports = Files.createDirectories(home.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(
                reports.resolve("TEST-covenant." + test + ".xml"),
                "<testsuite name=\"covenant." + test + "\">" + cases + "<system-out><![CDATA[figures: " + printed
                        + "\n]]></system-out></testsuite>");
    }
}
