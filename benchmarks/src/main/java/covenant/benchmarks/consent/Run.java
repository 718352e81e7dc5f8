package covenant.benchmarks.consent;

import covenant.benchmarks.measure.Measurement;
import java.time.Duration;

/**
 * One run of one side.
 *
 * @param walBytes of write-ahead log that were written meanwhile
 * @param backlog events that the relay had still to publish when the last client stopped; of the reference none are published
 * @param drained how long the relay needed for them
 */
record Run(Measurement measurement, long walBytes, long backlog, Duration drained) {

    double walPerWrite() {
        return (double) walBytes / Math.max(1, measurement.completed());
    }
}
