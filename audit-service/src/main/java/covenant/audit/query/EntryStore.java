package covenant.audit.query;

import covenant.audit.entry.Pseudonyms;
import covenant.audit.reading.Period;
import covenant.audit.reading.TimeIndex;
import covenant.audit.reading.TimeIndex.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads entries in the order of the log, which never changes under a cursor: new ones only come at its end. */
@ApplicationScoped
class EntryStore {

    private final Jdbi jdbi;
    private final TimeIndex time;
    private final Pseudonyms pseudonyms;

    EntryStore(Jdbi jdbi, TimeIndex time, Pseudonyms pseudonyms) {
        this.jdbi = jdbi;
        this.time = time;
        this.pseudonyms = pseudonyms;
    }

    /** One page. @param after index of the last entry seen, absent at the start */
    List<EntryRow> find(EntryFilter filter, @Nullable Long after, int limit) {
        return walk(filter).next(after, limit);
    }

    /** For page after page: where the period's entries stand is looked up once. What comes meanwhile is found at the end. */
    Walk walk(EntryFilter filter) {
        List<Run> runs = runs(filter);
        return (after, limit) -> {
            List<EntryRow> found = new ArrayList<>();
            for (Run run : runs) {
                Run rest = behind(run, after, filter.ascending());
                if (found.size() < limit && rest.from() < rest.to()) {
                    found.addAll(find(filter, rest, limit - found.size()));
                }
            }
            return found;
        };
    }

    /** Goes through the entries of a filter. */
    interface Walk {
        List<EntryRow> next(@Nullable Long after, int limit);
    }

    /** Who asks for one person or one correlation gets few entries by an index of their own, whatever the period. */
    private List<Run> runs(EntryFilter filter) {
        boolean few = filter.subjectId() != null || filter.correlationId() != null;
        List<Run> runs = time.runs(few ? Period.ALL : new Period(filter.from(), filter.to()));
        return filter.ascending() ? runs : runs.reversed();
    }

    private static Run behind(Run run, @Nullable Long after, boolean ascending) {
        if (after == null) {
            return run;
        }
        return ascending
                ? new Run(Math.max(run.from(), after + 1), run.to())
                : new Run(run.from(), Math.min(run.to(), after));
    }

    private List<EntryRow> find(EntryFilter filter, Run run, int limit) {
        EntryFilter.Conditions conditions = filter.conditions(pseudonyms);
        return jdbi.withHandle(handle -> handle.createQuery(sql(filter, conditions))
                .bindMap(conditions.values())
                .bind("first", run.from())
                .bind("behind", run.to())
                .bind("limit", limit)
                .map((row, context) -> EntryRow.read(row))
                .list());
    }

    static String sql(EntryFilter filter, EntryFilter.Conditions conditions) {
        return "select " + EntryRow.COLUMNS + " from entry where " + conditions.where()
                + " and index >= :first and index < :behind order by index " + (filter.ascending() ? "asc" : "desc")
                + " limit :limit";
    }

    Optional<EntryRow> find(long index) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + EntryRow.COLUMNS + " from entry where index = :index")
                        .bind("index", index)
                        .map((row, context) -> EntryRow.read(row))
                        .findOne());
    }
}
