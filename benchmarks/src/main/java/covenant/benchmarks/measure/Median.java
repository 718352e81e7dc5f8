package covenant.benchmarks.measure;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of several runs: one disturbed run does not move it. */
public final class Median {

    private Median() {}

    /**
     * The middle value, or the mean of the two in the middle.
     *
     * @throws IllegalArgumentException when there is no value
     */
    public static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("No median of nothing");
        }
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static <T> double of(Collection<T> items, ToDoubleFunction<T> value) {
        return of(items.stream().mapToDouble(value).toArray());
    }
}
