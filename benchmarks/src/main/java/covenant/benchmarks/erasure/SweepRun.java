package covenant.benchmarks.erasure;

import java.time.Duration;

/**
 * One run.
 *
 * @param due cases that were due at the beginning
 * @param erased cases handed to erasure meanwhile
 * @param orders orders placed meanwhile
 */
record SweepRun(int due, long erased, long orders, Duration lasted) {

    double casesPerSecond() {
        return erased / seconds();
    }

    double ordersPerSecond() {
        return orders / seconds();
    }

    /** What one erasure costs, in milliseconds of the sweep. */
    double millisPerErasure() {
        return 1_000 * seconds() / Math.max(1, erased);
    }

    private double seconds() {
        return lasted.toNanos() / 1e9;
    }
}
