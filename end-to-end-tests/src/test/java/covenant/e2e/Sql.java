package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Questions to a service's database, asked with the superuser's rights and without the service. */
final class Sql {

    private Sql() {}

    /** The first column of the first row. */
    static long number(Storage storage, Service service, String sql, String... values) {
        return ask(storage, service, sql, values, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    /** Counts by name: the query's two columns. */
    static Map<String, Integer> counts(Storage storage, Service service, String sql, String... values) {
        return ask(storage, service, sql, values, rows -> {
            Map<String, Integer> counts = new HashMap<>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2));
            }
            return counts;
        });
    }

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private static <T> T ask(Storage storage, Service service, String sql, String[] values, Reading<T> reading) {
        try (Connection connection = storage.superuser(service);
                PreparedStatement question = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                question.setString(i + 1, values[i]);
            }
            try (ResultSet rows = question.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot ask the database of " + service.module(), e);
        }
    }
}
