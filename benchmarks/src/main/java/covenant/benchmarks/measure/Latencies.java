package covenant.benchmarks.measure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** How long each of many calls took. Immutable; all of them are kept, none is estimated. */
public final class Latencies {

    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    /** @param parts nanoseconds, in any order */
    public static Latencies of(Collection<long[]> parts) {
        long[] all = parts.stream().flatMapToLong(Arrays::stream).toArray();
        Arrays.sort(all);
        return new Latencies(all);
    }

    public long count() {
        return sorted.length;
    }

    public Duration median() {
        return percentile(50);
    }

    /**
     * The smallest latency that at least the given share of all calls did not exceed (nearest rank).
     *
     * @param percent above 0, at most 100
     * @return zero when there was no call
     */
    public Duration percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("Not a percentile: " + percent);
        }
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
    }

    /** Milliseconds with two digits behind the point. */
    public static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
    }
}
