package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts entries and draws the sum: no database, no clock. Entries come type by type, in the order of {@link #types()}. */
interface Tally {

    /** The types that count here. */
    List<String> types();

    void take(LoggedFact fact);

    /** Numbers by name; a share is null where there is nothing to share. */
    Map<String, @Nullable Object> figures();

    List<ReportTable> tables();

    /** Part of a whole, rounded to four places; null of nothing. */
    static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : Math.round(part * 10_000.0 / whole) / 10_000.0;
    }
}
