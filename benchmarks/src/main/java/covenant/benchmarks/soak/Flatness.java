package covenant.benchmarks.soak;

import covenant.benchmarks.measure.Median;
import java.util.List;

/** Whether one gauge stayed where it was, by the rule at {@link Gauge}. */
record Flatness(Gauge gauge, double middle, double last) {

    private static final int LEAST = 6;

    /** @throws IllegalArgumentException when there are too few samples for thirds that mean something */
    static Flatness of(Gauge gauge, List<Sample> samples) {
        if (samples.size() < LEAST) {
            throw new IllegalArgumentException("Only " + samples.size() + " samples");
        }
        int third = samples.size() / 3;
        List<Sample> middle = samples.subList(samples.size() - 2 * third, samples.size() - third);
        List<Sample> last = samples.subList(samples.size() - third, samples.size());
        return new Flatness(
                gauge,
                Median.of(middle, sample -> sample.value(gauge)),
                Median.of(last, sample -> sample.value(gauge)));
    }

    double allowed() {
        return middle * Gauge.FACTOR + gauge.slack();
    }

    boolean isFlat() {
        return last <= allowed();
    }
}
