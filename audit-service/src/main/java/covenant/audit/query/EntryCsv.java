package covenant.audit.query;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entries as RFC 4180 CSV. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection): what the log
 * holds comes from many systems.
 */
final class EntryCsv {

    static final String HEADER = "index,type,occurredAt,recordedAt,subjectId,actor,service,correlationId,details\r\n";

    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private EntryCsv() {}

    static String line(EntryView entry) {
        return List.of(
                                Long.toString(entry.index()),
                                cell(entry.type()),
                                entry.occurredAt().toString(),
                                entry.recordedAt().toString(),
                                cell(entry.subjectId()),
                                cell(entry.actor()),
                                cell(entry.service()),
                                cell(entry.correlationId()),
                                cell(entry.details()))
                        .stream()
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
