package covenant.audit.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Part of a report.
 *
 * @param name as in JSON and CSV
 * @param title as in HTML
 * @param keys how many of the columns, from the first, say what a row is about
 * @param rows texts, numbers and instants; null where nothing is known
 */
record ReportTable(String name, String title, int keys, List<String> columns, List<List<@Nullable Object>> rows) {

    /** Rows as objects, for JSON. */
    List<Map<String, @Nullable Object>> objects() {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                object.put(columns.get(i), row.get(i));
            }
            objects.add(object);
        }
        return objects;
    }

    /** The same under another name. */
    ReportTable named(String other) {
        return new ReportTable(other, title, keys, columns, rows);
    }
}
