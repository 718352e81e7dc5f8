package covenant.request.decision;

import covenant.contracts.DsrEvent.RefusalGround;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of refusals that wait for a second person. Runs in the caller's transaction. */
@ApplicationScoped
public class ProposalStore {
    private final Jdbi jdbi;

    ProposalStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Reason and evidence are encrypted under the person's key, and gone with it. */
    public record Row(
            UUID id,
            UUID requestId,
            Instant at,
            String proposedBy,
            RefusalGround ground,
            List<String> categories,
            boolean secret,
            byte @Nullable [] sealedReason,
            byte @Nullable [] sealedEvidence) {}

    public void insert(Row row) {
        jdbi.useHandle(h -> h.createUpdate("insert into refusal_proposal (id, request_id, at, proposed_by, ground,"
                        + " categories, secret, sealed_reason, sealed_evidence) values (:id, :request, :at, :by, :ground,"
                        + " :categories, :secret, :reason, :evidence)")
                .bind("id", row.id())
                .bind("request", row.requestId())
                .bind("at", row.at())
                .bind("by", row.proposedBy())
                .bind("ground", row.ground().name())
                .bindArray("categories", String.class, row.categories())
                .bind("secret", row.secret())
                .bind("reason", row.sealedReason())
                .bind("evidence", row.sealedEvidence())
                .execute());
    }

    public Optional<Row> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from refusal_proposal where id = :id")
                .bind("id", id)
                .map(ProposalStore::read)
                .findOne());
    }

    /** Newest first. */
    public List<Row> of(UUID requestId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from refusal_proposal where request_id = :request order by at desc, id desc limit 50")
                .bind("request", requestId)
                .map(ProposalStore::read)
                .list());
    }

    public void unseal(String subjectId) {
        jdbi.useHandle(h -> h.createUpdate("update refusal_proposal set sealed_reason = null, sealed_evidence = null"
                        + " where request_id in (select id from request where subject_id = :subject)")
                .bind("subject", subjectId)
                .execute());
    }

    private static Row read(ResultSet row, StatementContext context) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("request_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getString("proposed_by"),
                RefusalGround.valueOf(row.getString("ground")),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getBoolean("secret"),
                row.getBytes("sealed_reason"),
                row.getBytes("sealed_evidence"));
    }
}
