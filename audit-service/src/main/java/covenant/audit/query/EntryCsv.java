package covenant.audit.query;

import covenant.audit.text.CsvCell;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries as RFC 4180 CSV. */
final class EntryCsv {

    static final String HEADER = "index,type,occurredAt,recordedAt,subjectId,actor,service,correlationId,details\r\n";

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
        return CsvCell.of(text);
    }
}
