package covenant.audit.report;

import covenant.audit.text.CsvCell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A report as one rectangular RFC 4180 table: column {@code table} says which table a row belongs to, the others are those of all tables;
 * figures are the table {@code figures}.
 */
final class ReportCsv {

    private static final String END = "\r\n";

    private ReportCsv() {}

    static String of(Report report) {
        Set<String> columns = new LinkedHashSet<>(List.of("figure", "value"));
        report.tables().forEach(table -> columns.addAll(table.columns()));
        StringBuilder csv = new StringBuilder("table");
        columns.forEach(column -> csv.append(',').append(column));
        csv.append(END);
        List<Map<String, @Nullable Object>> figures = new ArrayList<>();
        report.figures().forEach((name, value) -> {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("figure", name);
            row.put("value", value);
            figures.add(row);
        });
        rows("figures", figures, columns, csv);
        report.tables().forEach(table -> rows(table.name(), table.objects(), columns, csv));
        return csv.toString();
    }

    private static void rows(
            String table, List<Map<String, @Nullable Object>> rows, Set<String> columns, StringBuilder csv) {
        for (Map<String, @Nullable Object> row : rows) {
            csv.append(CsvCell.of(table));
            columns.forEach(column -> csv.append(',').append(CsvCell.ofValue(row.get(column))));
            csv.append(END);
        }
    }
}
