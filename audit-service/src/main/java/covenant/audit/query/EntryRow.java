package covenant.audit.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** An entry as it is stored. */
record EntryRow(
        long index,
        byte[] leaf,
        String eventId,
        String type,
        String service,
        String actor,
        @Nullable String subject,
        String correlationId,
        String topic,
        Instant occurredAt,
        Instant recordedAt,
        Instant loggedAt,
        byte @Nullable [] sealed) {

    static final String COLUMNS =
            "index, leaf, event_id, type, service, actor, subject, correlation_id, topic, occurred_at, recorded_at, logged_at, sealed";

    static EntryRow read(ResultSet row) throws SQLException {
        return new EntryRow(
                row.getLong("index"),
                row.getBytes("leaf"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("service"),
                row.getString("actor"),
                row.getString("subject"),
                row.getString("correlation_id"),
                row.getString("topic"),
                instant(row, "occurred_at"),
                instant(row, "recorded_at"),
                instant(row, "logged_at"),
                row.getBytes("sealed"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public String toString() {
        return "EntryRow[" + index + "]";
    }
}
