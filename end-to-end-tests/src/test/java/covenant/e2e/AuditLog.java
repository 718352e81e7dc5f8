package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.util.Map;

/** The audit log's table, as its database shows it. */
final class AuditLog {

    private AuditLog() {}

    /** Number of entries by event id. */
    static Map<String, Integer> entriesByEvent(Storage storage) {
        return Sql.counts(storage, Service.AUDIT, "SELECT event_id, count(*) FROM entry GROUP BY event_id");
    }
}
