package covenant.benchmarks.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A table of a Markdown page.
 *
 * @param afterLine the number of the first line behind it
 */
record Table(List<String> head, List<List<String>> rows, int afterLine) {

    /** The first table of the page that has the column. */
    static Optional<Table> withColumn(List<String> lines, String column) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith("|") && lines.get(i + 1).startsWith("|-")) {
                Table table = from(lines, i);
                if (table.head().contains(column)) {
                    return Optional.of(table);
                }
            }
        }
        return Optional.empty();
    }

    private static Table from(List<String> lines, int first) {
        List<List<String>> rows = new ArrayList<>();
        int line = first + 2;
        while (line < lines.size() && lines.get(line).startsWith("|")) {
            rows.add(cells(lines.get(line++)));
        }
        return new Table(cells(lines.get(first)), List.copyOf(rows), line);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    String cell(int row, String column) {
        return rows.get(row).get(head.indexOf(column));
    }
}
