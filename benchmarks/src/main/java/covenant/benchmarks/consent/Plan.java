package covenant.benchmarks.consent;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param clients connections that write at the same time, on either side
 * @param runs of each side, in turns
 * @param warmUp of the service, at least; a JVM keeps getting faster for about a minute
 * @param warmUpWrites how many consents it must have recorded before it counts as warm: on a machine that others use as well a minute is
 *     too short. The warm-up is repeated until then, ten times at most
 * @param each how long one run lasts
 */
record Plan(int clients, int runs, Duration warmUp, long warmUpWrites, Duration each) {

    static final int MAX_WARM_UPS = 10;
    static final long WARM = 100_000;

    private static final Duration REFERENCE_WARM_UP = Duration.ofSeconds(10);

    Plan {
        if (clients < 1 || clients > 1_000 || runs < 1 || each.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "Nothing to measure: " + clients + " clients, " + runs + " runs of " + each);
        }
    }

    /** A few seconds: whether everything still works, not how fast it is. */
    static Plan quick() {
        return new Plan(8, 2, Duration.ofSeconds(2), 0, Duration.ofSeconds(2));
    }

    /** A program in C needs no minute; the database's caches need a moment. */
    Duration referenceWarmUp() {
        return warmUp.compareTo(REFERENCE_WARM_UP) < 0 ? warmUp : REFERENCE_WARM_UP;
    }
}
