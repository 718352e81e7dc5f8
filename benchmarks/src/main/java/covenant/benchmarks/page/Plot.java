package covenant.benchmarks.page;

import covenant.benchmarks.page.Chart.Point;
import covenant.benchmarks.page.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is drawn from the page of a benchmark, always from the page's own table: plot and numbers cannot disagree.
 *
 * @param suffix tells several plots of one page apart; empty for the only one
 * @param x the column of the sizes; it also tells the table. Where a page has its sizes side by side, the table's first column: then each row is
 *     a line
 * @param lines the columns to draw; empty where each row is a line
 * @param ceiling what the lines should stay below, drawn as a line of its own; zero for none
 */
record Plot(
        String benchmark,
        String suffix,
        String title,
        String x,
        boolean xLog,
        String y,
        List<String> lines,
        double ceiling) {

    private static final List<Plot> GROWTH = List.of(
            new Plot(
                    "decision-growth",
                    "",
                    "A decision while the tables grow",
                    "consents",
                    true,
                    "cost",
                    List.of("cost against the smallest"),
                    2),
            new Plot(
                    "audit-queries",
                    "",
                    "Queries and proofs while the log grows, medians",
                    "entries",
                    true,
                    "ms",
                    List.of("by person, median ms", "by type, both orders, median ms", "proof, median ms"),
                    0),
            new Plot(
                    "erasure-sweep",
                    "",
                    "An erasure while the backlog grows",
                    "due at the beginning",
                    true,
                    "ms",
                    List.of("ms per erasure"),
                    0),
            new Plot(
                    "requests-backlog",
                    "",
                    "Single calls beside open requests, medians",
                    "median, ms",
                    false,
                    "ms",
                    List.of(),
                    0));

    private static final List<Plot> SOAK = List.of(
            soak(
                    "heap",
                    "Heap in use after a full collection",
                    "MB",
                    List.of(
                            "heap consent",
                            "heap data-subject-request",
                            "heap retention",
                            "heap notification",
                            "heap audit")),
            soak("counts", "Held by the five services", "", List.of("connections", "file handles", "threads")),
            soak("lag", "Waiting", "events", List.of("topic lag", "outbox rows")),
            soak("dead", "Dead rows in all tables", "%", List.of("dead rows, %")));

    private static Plot soak(String suffix, String title, String y, List<String> lines) {
        return new Plot("soak", suffix, title, "minute", false, y, lines, 0);
    }

    /** Every plot of the page of that benchmark. */
    static List<Plot> of(String benchmark) {
        List<Plot> plots = new ArrayList<>(GROWTH);
        plots.addAll(SOAK);
        return plots.stream().filter(plot -> plot.benchmark().equals(benchmark)).toList();
    }

    /** How the image's name ends, in the place of the page's {@code .md}. */
    String ending() {
        return (suffix.isEmpty() ? "" : "-" + suffix) + ".svg";
    }

    /** Empty when the page has no such table. */
    Optional<Drawn> from(List<String> page) {
        return Table.withColumn(page, x)
                .filter(table -> table.head().containsAll(lines))
                .map(table -> new Drawn(lines.isEmpty() ? acrossColumns(table) : chart(table), table.afterLine()));
    }

    /** Columns "beside none" and "beside 1000000 open" are sizes; each row is a line across them. */
    private Chart acrossColumns(Table table) {
        List<String> sizes = table.head().stream()
                .filter(column -> column.startsWith("beside "))
                .toList();
        List<Series> series = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            List<Point> points = new ArrayList<>();
            for (String size : sizes) {
                points.add(new Point(Numbers.in(size).orElse(0), number(table.cell(row, size))));
            }
            series.add(new Series(table.cell(row, x), points));
        }
        return new Chart(title, "open requests", y, xLog, series);
    }

    /** @param afterLine where its link belongs: behind the table it was drawn from */
    record Drawn(Chart chart, int afterLine) {}

    private Chart chart(Table table) {
        List<Series> series = new ArrayList<>();
        for (String line : lines) {
            series.add(new Series(line.replace(", median ms", ""), points(table, line)));
        }
        if (ceiling > 0) {
            List<Point> along = series.getFirst().points();
            series.add(new Series(
                    "aim: at most " + Numbers.shortly(ceiling),
                    along.stream().map(point -> new Point(point.x(), ceiling)).toList()));
        }
        return new Chart(title, x, y, xLog, series);
    }

    private List<Point> points(Table table, String line) {
        List<Point> points = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            points.add(new Point(number(table.cell(row, x)), number(table.cell(row, line))));
        }
        return points;
    }

    private static double number(String cell) {
        return Numbers.in(cell).orElseThrow(() -> new IllegalArgumentException("No number: " + cell));
    }
}
