package covenant.audit.report;

import covenant.audit.reading.FactReader;
import covenant.audit.reading.Heads;
import covenant.audit.reading.Heads.Head;
import covenant.audit.reading.LoggedFact;
import covenant.audit.reading.Period;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes reports from the log's own entries, all of them before one signed head. */
@ApplicationScoped
class Reports {

    private final FactReader reader;
    private final Heads heads;
    private final CovenantClock clock;

    Reports(FactReader reader, Heads heads, CovenantClock clock) {
        this.reader = reader;
        this.heads = heads;
        this.clock = clock;
    }

    private static final class Counted {
        private long entries;
        private long erased;

        void count(LoggedFact fact) {
            entries++;
            if (!fact.readable()) {
                erased++;
            }
        }
    }

    Report compute(ReportKind kind, Period period) {
        return compute(kind, period, heads.latest());
    }

    private Report compute(ReportKind kind, Period period, Head head) {
        Map<String, Tally> sections = kind.sections();
        Set<String> types = new LinkedHashSet<>();
        sections.values().forEach(tally -> types.addAll(tally.types()));
        Counted counted = new Counted();
        for (String type : types) {
            List<Tally> concerned = sections.values().stream()
                    .filter(tally -> tally.types().contains(type))
                    .toList();
            reader.ofType(type, period, head.size(), fact -> {
                counted.count(fact);
                concerned.forEach(tally -> tally.take(fact));
            });
        }
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        List<ReportTable> tables = new ArrayList<>();
        sections.forEach((prefix, tally) -> {
            tally.tables().forEach(table -> tables.add(table.named(prefix + table.name())));
            tally.figures().forEach((name, value) -> figures.put(prefix + name, value));
        });
        return new Report(
                kind, period, clock.now(), head, counted.entries, counted.erased, figures, List.copyOf(tables));
    }
}
