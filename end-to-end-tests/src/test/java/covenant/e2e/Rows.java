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
import java.util.stream.Collectors;

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
            String all = tables(statement).stream()
                    .map("SELECT '%1$s', count(*) FROM \"%1$s\""::formatted)
                    .collect(Collectors.joining(" UNION ALL "));
            try (ResultSet rows = statement.executeQuery(all)) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot count the rows of " + service.module(), e);
        }
    }

    /** Every row in which the text stands, sorted. */
    static List<String> naming(String text, Storage storage, Service service) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = storage.superuser(service);
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                String sql = "SELECT '%s ' || t::text FROM \"%s\" t WHERE position('%s' in t::text) > 0"
                        .formatted(table, table, text);
                try (ResultSet found = statement.executeQuery(sql)) {
                    while (found.next()) {
                        rows.add(found.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the rows of " + service.module(), e);
        }
        rows.sort(null);
        return rows;
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
