package covenant.local.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a row in one run.
 *
 * @param cases test cases that ran, the failed and the skipped ones among them
 * @param missing tests of the row of which no case ran
 * @param reasons why cases were skipped, failed or missing, one line each
 * @param figures one for each test that measures
 */
record FaultOutcome(
        FaultRow row,
        int cases,
        int failed,
        int skipped,
        int missing,
        List<String> reasons,
        List<FaultFigures> figures) {

    /** Whether the promise was seen to hold: every test of it ran, and nothing failed. */
    boolean holds() {
        return failed == 0 && missing == 0 && cases > skipped;
    }

    String verdict() {
        if (failed > 0) {
            return "FAILED";
        }
        if (cases == skipped) {
            return "not run";
        }
        return skipped + missing == 0 ? "holds" : "holds, in part not run";
    }

    /** Where no test counts its faults, each case is one at least. */
    String faults() {
        return figures.isEmpty()
                ? (cases - skipped) + " cases"
                : Integer.toString(
                        figures.stream().mapToInt(FaultFigures::faults).sum());
    }

    String acknowledged() {
        return sum(figures.stream().mapToInt(FaultFigures::acknowledged).sum());
    }

    String lost() {
        return sum(figures.stream().mapToInt(FaultFigures::lost).sum());
    }

    String doubled() {
        return sum(figures.stream().mapToInt(FaultFigures::doubled).sum());
    }

    String recovery() {
        Optional<Duration> longest =
                figures.stream().flatMap(one -> one.recovery().stream()).max(Duration::compareTo);
        return longest.map(FaultFigures::seconds).orElse("-");
    }

    private String sum(int number) {
        return figures.isEmpty() ? "-" : Integer.toString(number);
    }
}
