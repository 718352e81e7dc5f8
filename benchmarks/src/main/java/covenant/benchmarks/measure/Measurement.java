package covenant.benchmarks.measure;

import java.time.Duration;

/**
 * One run of one side.
 *
 * @param completed operations that succeeded
 * @param errors operations that did not, for whatever reason
 * @param elapsed from the first operation's start to the last one's end
 * @param processors who used the processors meanwhile
 */
public record Measurement(
        long completed, long errors, Duration elapsed, Latencies latencies, ProcessorTime processors) {

    /** Successful operations per second. */
    public double perSecond() {
        return completed / (elapsed.toNanos() / 1e9);
    }

    /** p99 as a multiple of the median. */
    public double tail() {
        return (double) latencies.percentile(99).toNanos()
                / Math.max(1, latencies.median().toNanos());
    }
}
