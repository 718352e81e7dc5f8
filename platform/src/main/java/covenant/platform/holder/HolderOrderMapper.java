package covenant.platform.holder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.HolderEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads a row of {@code holder_order}. */
final class HolderOrderMapper implements RowMapper<HolderOrder> {
    private final ObjectMapper json;

    HolderOrderMapper(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public HolderOrder map(ResultSet row, StatementContext context) throws SQLException {
        String holderKind = row.getString("holder_kind");
        String outcome = row.getString("outcome");
        return new HolderOrder(
                row.getObject("id", UUID.class),
                task(OrderKind.valueOf(row.getString("kind")), row.getString("task")),
                row.getString("holder_id"),
                holderKind == null ? null : HolderEntry.Kind.valueOf(holderKind),
                HolderEntry.Transport.valueOf(row.getString("transport")),
                row.getString("subject_id"),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getObject("owner_id", UUID.class),
                row.getString("reference"),
                row.getTimestamp("placed_at").toInstant(),
                row.getTimestamp("due_by").toInstant(),
                OrderStatus.valueOf(row.getString("status")),
                row.getInt("attempts"),
                outcome == null ? null : OrderOutcome.valueOf(outcome),
                row.getLong("records"),
                row.getString("code"),
                row.getString("evidence"),
                instant(row, "done_at"),
                instant(row, "answered_at"),
                row.getBoolean("late"),
                instant(row, "overdue_at"),
                instant(row, "escalated_at"),
                row.getInt("reminders"),
                instant(row, "reminded_at"));
    }

    private OrderTask task(OrderKind kind, String text) {
        try {
            return json.readValue(text, OrderTask.type(kind));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("order task", e);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
