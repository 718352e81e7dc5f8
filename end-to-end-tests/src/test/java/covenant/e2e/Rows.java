package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many rows every table of a service has, but for the books that the platform keeps about calls and deliveries. */
final class Rows {

    /** A refused call leaves its trace here, and in the audit log, on purpose. */
    private static final Set<String> BOOKS = Set.of(
            "outbox",
            "aggregate_version",
            "inbox",
            "aggregate_position",
            "idempotency",
            "flyway_schema_history",
            "entry",
            "logged_event",
            "entry_days",
            "tile",
            "checkpoint",
            "announcement");

    private Rows() {}

    static Map<String, Long> of(Storage storage, Service service) {
        try (Connection connection = storage.superuser(service);
                Statement statement = connection.createStatement()) {
            Map<String, Long> counts = new TreeMap<>();
            for (String table : tables(statement)) {
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM \"" + table + "\"")) {
                    count.next();
                    counts.put(table, count.getLong(1));
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot count the rows of " + service.module(), e);
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet names = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            while (names.next()) {
                String table = names.getString(1);
                if (!BOOKS.contains(table) && !table.startsWith("entry_from_")) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }
}
