package covenant.audit.verification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A row of the log with every column, as it is found. */
record StoredEntry(
        long index,
        byte[] leaf,
        byte[] leafHash,
        String eventId,
        String source,
        String type,
        String service,
        String actor,
        @Nullable String subject,
        String correlationId,
        String topic,
        Instant occurredAt,
        Instant recordedAt,
        Instant loggedAt,
        byte[] payloadMac,
        byte @Nullable [] sealed) {

    static final String SELECT = """
            select index, leaf, leaf_hash, event_id, source, type, service, actor, subject, correlation_id, topic, occurred_at,
                recorded_at, logged_at, payload_mac, sealed from entry where index >= ? order by index""";

    static StoredEntry read(ResultSet row) throws SQLException {
        return new StoredEntry(
                row.getLong(1),
                row.getBytes(2),
                row.getBytes(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getObject(12, OffsetDateTime.class).toInstant(),
                row.getObject(13, OffsetDateTime.class).toInstant(),
                row.getObject(14, OffsetDateTime.class).toInstant(),
                row.getBytes(15),
                row.getBytes(16));
    }

    @Override
    public String toString() {
        return "StoredEntry[" + index + "]";
    }
}
