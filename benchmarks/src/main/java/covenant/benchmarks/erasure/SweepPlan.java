package covenant.benchmarks.erasure;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param warmUp of the service; a JVM keeps getting faster for about a minute
 * @param due how many cases are due at the beginning of each run, one run after the other
 * @param each how long one run lasts at most; one that has erased nearly everything ends before
 * @param singles how many single cases are timed behind the largest backlog
 */
record SweepPlan(Duration warmUp, List<Integer> due, Duration each, int singles) {

    SweepPlan {
        due = List.copyOf(due);
        if (due.isEmpty() || due.stream().anyMatch(size -> size < 1_000) || each.toSeconds() < 1 || singles < 1) {
            throw new IllegalArgumentException("Nothing to measure: " + due + ", " + each);
        }
    }

    /** Ten thousand again at the end: so that a JVM still getting faster shows. */
    static SweepPlan full(Duration warmUp, Duration each) {
        return new SweepPlan(warmUp, List.of(10_000, 1_000_000, 5_000_000, 10_000), each, 5);
    }

    /** Under a minute: whether everything still works, not how fast it is. */
    static SweepPlan quick() {
        return new SweepPlan(Duration.ofSeconds(2), List.of(2_000, 20_000), Duration.ofSeconds(4), 2);
    }

    int largest() {
        return due.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
