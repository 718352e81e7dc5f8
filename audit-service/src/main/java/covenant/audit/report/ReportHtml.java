package covenant.audit.report;

import covenant.audit.text.Html;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for people: one file that needs no network, to read, print and file. */
final class ReportHtml {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>%s</title>
            <style>
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1c2330;background:#fff}
            h1{margin-bottom:.2rem}h2{margin-top:2rem;border-bottom:1px solid #d5dae2}
            .facts{display:flex;flex-wrap:wrap;gap:.6rem;padding:0}.facts div{border:1px solid #d5dae2;border-radius:6px;padding:.4rem .8rem}
            .facts dt{font-size:.8rem;color:#566}.facts dd{margin:0;font-size:1.25rem}
            table{border-collapse:collapse;width:100%%;margin:.6rem 0}th,td{border:1px solid #d5dae2;padding:.25rem .5rem;text-align:left}
            td.n{text-align:right}th{background:#f3f5f8}svg{max-width:100%%;height:auto}svg text{font-size:12px;fill:#1c2330}
            svg rect{fill:#3a6ea5}.note{color:#566}.bad{color:#a11;font-weight:600}
            @media (prefers-color-scheme:dark){body{color:#e6e9ef;background:#161a21}th{background:#232a35}svg text{fill:#e6e9ef}}
            </style>
            </head>
            <body>
            """;

    private ReportHtml() {}

    /** @param more HTML to stand behind the figures, already escaped */
    static String of(Report report, String more) {
        StringBuilder html =
                new StringBuilder(HEAD.formatted(Html.escape(report.kind().title())));
        html.append("<h1>").append(Html.escape(report.kind().title())).append("</h1>\n");
        html.append("<p class=\"note\">").append(Html.escape(about(report))).append("</p>\n<dl class=\"facts\">\n");
        report.figures()
                .forEach((name, value) -> html.append("<div><dt>")
                        .append(Html.escape(words(name)))
                        .append("</dt><dd>")
                        .append(Html.escape(shown(value)))
                        .append("</dd></div>\n"));
        html.append("</dl>\n").append(more);
        report.tables().forEach(table -> table(table, html));
        return html.append("</body>\n</html>\n").toString();
    }

    private static String about(Report report) {
        String text =
                "Period from %s to %s. Computed at %s from %d entries of the log, which then had %d entries and the root %s."
                        .formatted(
                                report.period().from() == null
                                        ? "the beginning"
                                        : report.period().from(),
                                report.period().to() == null
                                        ? "now"
                                        : report.period().to(),
                                report.generatedAt(),
                                report.entries(),
                                report.head().size(),
                                report.head().root());
        return report.erased() == 0
                ? text
                : text
                        + " %d of them concern persons who were erased since: they are counted, their details are gone."
                                .formatted(report.erased());
    }

    private static void table(ReportTable table, StringBuilder html) {
        html.append("<h2>").append(Html.escape(table.title())).append("</h2>\n");
        if (table.rows().isEmpty()) {
            html.append("<p class=\"note\">Nothing in this period.</p>\n");
            return;
        }
        html.append(BarChart.of(table)).append("<table>\n<tr>");
        table.columns()
                .forEach(column ->
                        html.append("<th>").append(Html.escape(words(column))).append("</th>"));
        html.append("</tr>\n");
        for (List<@Nullable Object> row : table.rows()) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(row.get(i) instanceof Number ? "<td class=\"n\">" : "<td>")
                        .append(Html.escape(shown(row.get(i))))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "–";
            case Double share -> String.format(Locale.ROOT, "%.1f %%", share * 100);
            case Instant instant -> instant.toString();
            case Boolean bool -> bool ? "yes" : "no";
            default -> value.toString();
        };
    }

    /** {@code answeredInTime -> answered in time}, {@code requests.open -> requests: open}. */
    private static String words(String name) {
        return name.replace(".", ": ").replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }
}
