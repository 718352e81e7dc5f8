package covenant.audit.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts measures by keys and becomes a table, sorted by key. Not thread-safe. */
final class Pivot {

    private static final Comparator<List<String>> ORDER = Comparator.comparing(key -> String.join("\u0000", key));

    private final String name;
    private final String title;
    private final List<String> keys;
    private final List<String> measures;
    private final Map<List<String>, long[]> counts = new TreeMap<>(ORDER);

    Pivot(String name, String title, List<String> keys, List<String> measures) {
        this.name = name;
        this.title = title;
        this.keys = keys;
        this.measures = measures;
    }

    void count(String measure, String... key) {
        add(measure, 1, key);
    }

    void add(String measure, long number, String... key) {
        int at = measures.indexOf(measure);
        if (at < 0 || key.length != keys.size()) {
            throw new IllegalArgumentException("no such measure or key: " + measure);
        }
        counts.computeIfAbsent(List.of(key), none -> new long[measures.size()])[at] += number;
    }

    long total(String measure) {
        int at = measures.indexOf(measure);
        return counts.values().stream().mapToLong(row -> row[at]).sum();
    }

    ReportTable table() {
        List<String> columns = new ArrayList<>(keys);
        columns.addAll(measures);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        counts.forEach((key, row) -> {
            List<@Nullable Object> cells = new ArrayList<>(key);
            for (long number : row) {
                cells.add(number);
            }
            rows.add(cells);
        });
        return new ReportTable(name, title, keys.size(), columns, rows);
    }
}
