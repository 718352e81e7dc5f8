package covenant.audit.report;

import covenant.audit.reading.Heads.Head;
import covenant.audit.reading.Period;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report, ready to be shown in any form.
 *
 * @param head the log as it was: only entries before its size count
 * @param entries that were counted
 * @param erased how many of them concern persons who were erased: counted, but their details are gone
 */
record Report(
        ReportKind kind,
        Period period,
        Instant generatedAt,
        Head head,
        long entries,
        long erased,
        Map<String, @Nullable Object> figures,
        List<ReportTable> tables) {

    /** As JSON: figures by name, rows of each table as objects. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("report", kind.path());
        map.put("title", kind.title());
        map.put("from", period.from());
        map.put("to", period.to());
        map.put("generatedAt", generatedAt);
        map.put("log", Map.of("size", head.size(), "root", head.root()));
        map.put("entries", entries);
        map.put("erased", erased);
        map.put("figures", figures);
        Map<String, Object> byName = new LinkedHashMap<>();
        tables.forEach(table -> byName.put(table.name(), table.objects()));
        map.put("tables", byName);
        return map;
    }
}
