package covenant.platform.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class ApprovalStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    ApprovalStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    void insert(Approval approval) {
        jdbi.useHandle(h -> h.createUpdate("insert into approval"
                        + " (id, kind, payload, summary, subject_id, requested_by, requested_at, status) values"
                        + " (:id, :kind, cast(:payload as jsonb), :summary, :subject, :by, :at, :status)")
                .bind("id", approval.id())
                .bind("kind", approval.kind())
                .bind("payload", approval.payload().toString())
                .bind("summary", approval.summary())
                .bind("subject", approval.subjectId())
                .bind("by", approval.requestedBy())
                .bind("at", approval.requestedAt())
                .bind("status", approval.status().name())
                .execute());
    }

    Optional<UUID> awaiting(String kind, JsonNode payload) {
        return jdbi.withHandle(h -> h.createQuery("select id from approval where kind = :kind"
                        + " and status = 'AWAITING_APPROVAL' and payload = cast(:payload as jsonb) order by id limit 1")
                .bind("kind", kind)
                .bind("payload", payload.toString())
                .mapTo(UUID.class)
                .findOne());
    }

    /** The approval, its row locked until the transaction ends: two deciders cannot both carry it out. */
    Optional<Approval> lock(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from approval where id = :id for update")
                .bind("id", id)
                .map(this::read)
                .findOne());
    }

    void decide(UUID id, Approval.Status status, String by, Instant at, @Nullable String reason) {
        jdbi.useHandle(h -> h.createUpdate("update approval set status = :status, decided_by = :by, decided_at = :at,"
                        + " reason = :reason where id = :id")
                .bind("status", status.name())
                .bind("by", by)
                .bind("at", at)
                .bind("reason", reason)
                .bind("id", id)
                .execute());
    }

    Page<Approval> list(Approval.@Nullable Status status, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<Approval> rows = jdbi.withHandle(h -> h.createQuery("select * from approval"
                        + " where (cast(:status as text) is null or status = :status)"
                        + " and (cast(:at as timestamptz) is null or (requested_at, id) > (:at, :id))"
                        + " order by requested_at, id limit :limit")
                .bind("status", status == null ? null : status.name())
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(this::read)
                .list());
        return Page.of(rows, page, a -> List.of(a.requestedAt().toString(), a.id().toString()));
    }

    private Approval read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp decidedAt = row.getTimestamp("decided_at");
        return new Approval(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                tree(row.getString("payload")),
                row.getString("summary"),
                row.getString("subject_id"),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                Approval.Status.valueOf(row.getString("status")),
                row.getString("decided_by"),
                decidedAt == null ? null : decidedAt.toInstant(),
                row.getString("reason"));
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
