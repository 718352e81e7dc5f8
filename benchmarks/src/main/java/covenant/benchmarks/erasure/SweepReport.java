package covenant.benchmarks.erasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What came out.
 *
 * @param singles how long single cases waited for their orders behind the largest backlog
 * @param behind how many cases were due before the singles
 * @param floor rows per second that one set-based update marks
 * @param doubled persons and holders with more than one order
 */
record SweepReport(
        SweepPlan plan, List<SweepRun> runs, List<Duration> singles, long behind, double floor, long doubled) {

    /** The dearest erasure over the cheapest, among runs of any size. */
    double spread() {
        double most =
                runs.stream().mapToDouble(SweepRun::millisPerErasure).max().orElseThrow();
        double least =
                runs.stream().mapToDouble(SweepRun::millisPerErasure).min().orElseThrow();
        return most / least;
    }

    Duration slowestSingle() {
        return singles.stream().max(Duration::compareTo).orElseThrow();
    }

    /** Why the numbers must not be used; empty when they may. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (doubled > 0) {
            problems.add(doubled + " orders were placed twice");
        }
        runs.stream()
                .filter(run -> run.erased() == 0)
                .forEach(run -> problems.add("nothing was ordered with " + run.due() + " due"));
        return problems;
    }
}
