package covenant.audit.report;

import covenant.audit.text.Html;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table's first number as bars of inline SVG: no script, no font, no picture from elsewhere. */
final class BarChart {

    private static final int BARS = 20;
    private static final int BAR = 18;
    private static final int LABEL = 260;
    private static final int WIDTH = 420;

    private BarChart() {}

    /** Nothing where the table has no numbers to draw. */
    static String of(ReportTable table) {
        int at = table.keys();
        if (table.rows().isEmpty()
                || at >= table.columns().size()
                || !(table.rows().getFirst().get(at) instanceof Long)) {
            return "";
        }
        List<List<@Nullable Object>> rows = table.rows().stream().limit(BARS).toList();
        long most = rows.stream().mapToLong(row -> value(row, at)).max().orElse(0);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"%s\" width=\"%d\" height=\"%d\">%n",
                Html.escape(table.title() + ": " + table.columns().get(at)),
                LABEL + WIDTH + 80,
                rows.size() * (BAR + 6) + 4));
        for (int i = 0; i < rows.size(); i++) {
            bar(label(rows.get(i), at), value(rows.get(i), at), most, i * (BAR + 6) + 2, svg);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(String label, long value, long most, int y, StringBuilder svg) {
        long width = most == 0 ? 0 : Math.max(value == 0 ? 0 : 1, value * WIDTH / most);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
                        + "<text x=\"%d\" y=\"%d\">%d</text>%n",
                LABEL - 8,
                y + BAR - 5,
                Html.escape(label),
                LABEL,
                y,
                width,
                BAR,
                LABEL + width + 6,
                y + BAR - 5,
                value));
    }

    private static String label(List<@Nullable Object> row, int keys) {
        String label = String.join(
                " · ", row.subList(0, keys).stream().map(String::valueOf).toList());
        return label.length() > 38 ? label.substring(0, 37) + "…" : label;
    }

    private static long value(List<@Nullable Object> row, int at) {
        return row.get(at) instanceof Long number ? number : 0;
    }
}
