package covenant.consent.exception;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.evidence.Evidence;
import covenant.contracts.ConsentEvent.ExceptionCode;
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

/** Table {@code exception_use}. */
@ApplicationScoped
class ExceptionStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    ExceptionStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** An exception as granted; the view of it too. */
    record Granted(
            UUID id,
            ExceptionCode code,
            Scope scope,
            Evidence evidence,
            Instant validFrom,
            Instant validUntil,
            String requestedBy,
            String approvedBy,
            @Nullable Instant revokedAt) {}

    /** @param subjectIds empty for everybody */
    record Scope(List<String> purposes, List<String> categories, List<String> subjectIds) {}

    void insert(Granted g) {
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into exception_use (id, code, purposes, categories, subject_ids, evidence,"
                                + " secret, valid_from, valid_until, requested_by, approved_by) values (:id, :code, :purposes,"
                                + " :categories, :subjects, cast(:evidence as jsonb), :secret, :from, :until, :by, :approver)")
                .bind("id", g.id())
                .bind("code", g.code().name())
                .bindArray("purposes", String.class, g.scope().purposes())
                .bindArray("categories", String.class, g.scope().categories())
                .bindArray("subjects", String.class, g.scope().subjectIds())
                .bind("evidence", write(g.evidence()))
                .bind("secret", g.evidence().mustStaySecret())
                .bind("from", g.validFrom())
                .bind("until", g.validUntil())
                .bind("by", g.requestedBy())
                .bind("approver", g.approvedBy())
                .execute());
    }

    Optional<Granted> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from exception_use where id = :id")
                .bind("id", id)
                .map(this::read)
                .findOne());
    }

    void revoke(UUID id, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update exception_use set revoked_at = :at, revoked_by = :by"
                        + " where id = :id and revoked_at is null")
                .bind("id", id)
                .bind("by", by)
                .bind("at", at)
                .execute());
    }

    Page<Granted> list(PageRequest page) {
        Optional<UUID> after = page.after(1).map(a -> PageRequest.uuid(a.getFirst()));
        List<Granted> rows = jdbi.withHandle(h -> h.createQuery("select * from exception_use"
                        + " where (cast(:after as uuid) is null or id > :after) order by id limit :limit")
                .bind("after", after.orElse(null))
                .bind("limit", page.rowsToRead())
                .map(this::read)
                .list());
        return Page.of(rows, page, g -> List.of(g.id().toString()));
    }

    private Granted read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp revoked = row.getTimestamp("revoked_at");
        return new Granted(
                row.getObject("id", UUID.class),
                ExceptionCode.valueOf(row.getString("code")),
                new Scope(texts(row, "purposes"), texts(row, "categories"), texts(row, "subject_ids")),
                parse(row.getString("evidence")),
                row.getTimestamp("valid_from").toInstant(),
                row.getTimestamp("valid_until").toInstant(),
                row.getString("requested_by"),
                row.getString("approved_by"),
                revoked == null ? null : revoked.toInstant());
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private String write(Evidence evidence) {
        try {
            return json.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence", e);
        }
    }

    private Evidence parse(String text) {
        try {
            return json.readValue(text, Evidence.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence", e);
        }
    }
}
