package covenant.platform.storage;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a failure says of the database. The driver's word is a cause; at the commit the transaction manager hangs it on as suppressed, and then nobody
 * knows whether the transaction was stored.
 */
public final class DatabaseAway {
    private DatabaseAway() {}

    /** SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown); Agroal reports acquisition time-outs as null. */
    public static boolean in(Throwable e) {
        return find(e).map(sql -> isAway(sql.getSQLState())).orElse(false);
    }

    /** The same, or a serialisation failure or deadlock (40): another try may succeed. */
    public static boolean orBusyIn(Throwable e) {
        return in(e)
                || find(e).map(SQLException::getSQLState)
                        .map(state -> state.startsWith("40"))
                        .orElse(false);
    }

    /** Whether it went away during the commit: the outcome is not known. */
    public static boolean duringCommitIn(Throwable e) {
        return in(e) && amongCauses(e) == null;
    }

    private static boolean isAway(@Nullable String state) {
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    private static Optional<SQLException> find(Throwable e) {
        SQLException cause = amongCauses(e);
        return cause != null ? Optional.of(cause) : Optional.ofNullable(suppressedIn(e));
    }

    private static @Nullable SQLException amongCauses(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static @Nullable SQLException suppressedIn(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            for (Throwable suppressed : t.getSuppressed()) {
                SQLException sql = amongCauses(suppressed);
                if (sql != null) {
                    return sql;
                }
            }
        }
        return null;
    }
}
