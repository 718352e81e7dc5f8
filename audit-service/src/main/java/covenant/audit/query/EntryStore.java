package covenant.audit.query;

import covenant.audit.entry.Pseudonyms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads entries in the order of the log, which never changes under a cursor: new ones only come at its end. */
@ApplicationScoped
class EntryStore {

    private final Jdbi jdbi;
    private final Pseudonyms pseudonyms;

    EntryStore(Jdbi jdbi, Pseudonyms pseudonyms) {
        this.jdbi = jdbi;
        this.pseudonyms = pseudonyms;
    }

    /** @param after index of the last entry seen, absent at the start */
    List<EntryRow> find(EntryFilter filter, @Nullable Long after, int limit) {
        EntryFilter.Conditions conditions = filter.conditions(pseudonyms);
        String keyset = after == null ? "true" : filter.ascending() ? "index > :after" : "index < :after";
        String sql = "select " + EntryRow.COLUMNS + " from entry where " + conditions.where() + " and " + keyset
                + " order by index " + (filter.ascending() ? "asc" : "desc") + " limit :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bindMap(conditions.values()).bind("limit", limit);
            if (after != null) {
                query.bind("after", after);
            }
            return query.map((row, context) -> EntryRow.read(row)).list();
        });
    }

    Optional<EntryRow> find(long index) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + EntryRow.COLUMNS + " from entry where index = :index")
                        .bind("index", index)
                        .map((row, context) -> EntryRow.read(row))
                        .findOne());
    }
}
