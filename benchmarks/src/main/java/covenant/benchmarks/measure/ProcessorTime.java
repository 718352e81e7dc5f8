package covenant.benchmarks.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who used the processors during a run. Empty where the system does not tell (it is read from Linux's {@code /proc}).
 *
 * @param used by each watched group of processes
 * @param busy by everything on the machine
 * @param available all processors' time
 */
public record ProcessorTime(Map<String, Duration> used, Duration busy, Duration available) {

    public ProcessorTime {
        used = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(used));
    }

    public static ProcessorTime unknown() {
        return new ProcessorTime(Map.of(), Duration.ZERO, Duration.ZERO);
    }

    public boolean isKnown() {
        return !available.isZero();
    }

    /** What neither the measured side nor its load generator used, as a share of all there was: other people's work. */
    public double othersShare() {
        Duration own = used.values().stream().reduce(Duration.ZERO, Duration::plus);
        return isKnown() ? Math.max(0, share(busy.minus(own))) : Double.NaN;
    }

    public double idleShare() {
        return isKnown() ? share(available.minus(busy)) : Double.NaN;
    }

    private double share(Duration part) {
        return (double) part.toNanos() / available.toNanos();
    }
}
