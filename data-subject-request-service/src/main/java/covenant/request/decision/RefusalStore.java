package covenant.request.decision;

import covenant.contracts.DsrEvent.RefusalGround;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Rows of refusals. Runs in the caller's transaction. */
@ApplicationScoped
public class RefusalStore {
    private final Jdbi jdbi;

    RefusalStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param approvedBy the second person, where the ground needs one */
    public record Row(
            UUID id,
            UUID requestId,
            Instant at,
            RefusalGround ground,
            boolean secret,
            boolean partial,
            List<String> categories,
            String decidedBy,
            @Nullable String approvedBy,
            byte @Nullable [] sealedReason,
            byte @Nullable [] sealedEvidence) {}

    void insert(Row row) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into refusal (id, request_id, at, ground, secret, partial, categories,"
                                + " decided_by, approved_by, sealed_reason, sealed_evidence) values (:id, :request, :at, :ground,"
                                + " :secret, :partial, :categories, :by, :approver, :reason, :evidence)")
                        .bind("id", row.id())
                        .bind("request", row.requestId())
                        .bind("at", row.at())
                        .bind("ground", row.ground().name())
                        .bind("secret", row.secret())
                        .bind("partial", row.partial())
                        .bindArray("categories", String.class, row.categories())
                        .bind("by", row.decidedBy())
                        .bind("approver", row.approvedBy())
                        .bind("reason", row.sealedReason())
                        .bind("evidence", row.sealedEvidence())
                        .execute());
    }

    public List<Row> of(UUID requestId) {
        return jdbi.withHandle(h -> h.createQuery("select * from refusal where request_id = :request order by at, id")
                .bind("request", requestId)
                .map((row, context) -> new Row(
                        row.getObject("id", UUID.class),
                        requestId,
                        row.getTimestamp("at").toInstant(),
                        RefusalGround.valueOf(row.getString("ground")),
                        row.getBoolean("secret"),
                        row.getBoolean("partial"),
                        List.of((String[]) row.getArray("categories").getArray()),
                        row.getString("decided_by"),
                        row.getString("approved_by"),
                        row.getBytes("sealed_reason"),
                        row.getBytes("sealed_evidence")))
                .list());
    }

    /** Whether this person had a hand in refusing it: an appeal needs another (R-5.2.2-4). */
    public boolean decidedBy(UUID requestId, String person) {
        return jdbi.withHandle(h -> h.createQuery("select exists (select from refusal where request_id = :request"
                        + " and (decided_by = :person or approved_by = :person))")
                .bind("request", requestId)
                .bind("person", person)
                .mapTo(Boolean.class)
                .one());
    }

    public int unseal(String subjectId) {
        return jdbi.withHandle(h -> h.createUpdate("update refusal set sealed_reason = null, sealed_evidence = null"
                        + " where request_id in (select id from request where subject_id = :subject)")
                .bind("subject", subjectId)
                .execute());
    }
}
