package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The audit log's table, as its database shows it. */
final class AuditLog {

    private AuditLog() {}

    /** Number of entries by event id. */
    static Map<String, Long> entriesByEvent(Storage storage) throws SQLException {
        try (Connection connection = storage.superuser(Service.AUDIT);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT event_id, count(*) FROM entry GROUP BY event_id")) {
            Map<String, Long> counts = new HashMap<>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        }
    }
}
