package covenant.benchmarks.load;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of invented persons, each of whom did one thing in one run. The id tells run, client and number ({@code bench-r3-c17-n42}), so that a
 * million of them are a few bit sets.
 */
public final class Subjects {

    /** Before every id. */
    public static final String PREFIX = "bench-";

    private static final Pattern ID = Pattern.compile("bench-r(\\d{1,4})-c(\\d{1,4})-n(\\d{1,9})");

    private final Map<Integer, BitSet> byRunAndClient = new ConcurrentSkipListMap<>();
    private long doubles;

    public static String id(int run, int client, int number) {
        return PREFIX + "r" + run + "-c" + client + "-n" + number;
    }

    /** Adds one; one that is in already is counted as a double. */
    public void add(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a person of a benchmark: " + id);
        }
        add(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    public synchronized void add(int run, int client, int number) {
        BitSet numbers = byRunAndClient.computeIfAbsent(run * 10_000 + client, key -> new BitSet());
        if (numbers.get(number)) {
            doubles++;
        }
        numbers.set(number);
    }

    public synchronized void addAll(Subjects others) {
        others.byRunAndClient.forEach((key, numbers) ->
                byRunAndClient.computeIfAbsent(key, k -> new BitSet()).or(numbers));
    }

    public synchronized long count() {
        return byRunAndClient.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** How many were added again after they had been added. */
    public synchronized long doubles() {
        return doubles;
    }

    /** How many are in here and not among the others. */
    public synchronized long notIn(Subjects others) {
        long missing = 0;
        for (Map.Entry<Integer, BitSet> entry : byRunAndClient.entrySet()) {
            BitSet rest = (BitSet) entry.getValue().clone();
            rest.andNot(others.byRunAndClient.getOrDefault(entry.getKey(), new BitSet()));
            missing += rest.cardinality();
        }
        return missing;
    }
}
