package covenant.platform.measure;

import java.time.Instant;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * One gauge over the service's tables. A service produces as many as it has promises to watch; {@link MeasureSweep} reads them.
 *
 * <p>Nothing about a person may stand in a measure: it is a count or a length of time, without labels.
 *
 * @param name as in {@code covenant.request.oldest.unanswered}; the unit is appended where it is exposed
 * @param unit {@code seconds}, or empty for a count
 * @param sql yields one row with one number, or null where there is nothing to measure (exposed as NaN); {@code :now} is the time of
 *     the business, an index must carry it
 */
public record Measure(String name, String unit, String description, String sql) {

    public static Measure count(String name, String description, String sql) {
        return new Measure(name, "", description, sql);
    }

    public static Measure seconds(String name, String description, String sql) {
        return new Measure(name, "seconds", description, sql);
    }

    /** What the tables say at this time; empty where there is nothing to measure. */
    public OptionalDouble read(Handle handle, Instant now) {
        try (Query query = handle.createQuery(sql)) {
            query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
            return query.bind("now", now)
                    .map((row, c) -> {
                        double number = row.getDouble(1);
                        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
                    })
                    .findOne()
                    .orElse(OptionalDouble.empty());
        }
    }
}
