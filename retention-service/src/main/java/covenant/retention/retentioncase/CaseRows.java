package covenant.retention.retentioncase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.RetentionEvent.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A retention case as a row: its items are one JSON array. */
@ApplicationScoped
class CaseRows {
    private static final TypeReference<List<CaseItem>> ITEMS = new TypeReference<>() {};

    private final ObjectMapper json;

    CaseRows(ObjectMapper json) {
        this.json = json;
    }

    RetentionCase read(ResultSet row, StatementContext context) throws SQLException {
        return new RetentionCase(
                row.getObject("id", UUID.class),
                row.getString("dedup_key"),
                row.getString("subject_id"),
                row.getString("account_id"),
                Cause.valueOf(row.getString("cause")),
                row.getObject("request_id", UUID.class),
                row.getString("item_ref"),
                row.getBoolean("all_categories"),
                row.getTimestamp("anchor_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getBoolean("late"),
                Stage.valueOf(row.getString("stage")),
                items(row.getString("items")),
                row.getObject("notice_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "erased_live_at"),
                instant(row, "completed_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    String write(List<CaseItem> items) {
        try {
            return json.writeValueAsString(items);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("items of a case", e);
        }
    }

    private List<CaseItem> items(String text) {
        try {
            return json.readValue(text, ITEMS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("items of a case", e);
        }
    }
}
