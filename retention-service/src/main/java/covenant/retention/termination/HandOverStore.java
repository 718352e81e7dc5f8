package covenant.retention.termination;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class HandOverStore {
    private final Jdbi jdbi;

    HandOverStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** False when this end of the service has one already. */
    boolean add(HandOver added, String requestedBy, String approvedBy) {
        return jdbi.withHandle(h -> h.createUpdate("""
                        insert into hand_over (termination_id, transferee, law, evidence, requested_by, approved_by,
                            handed_over_at)
                        values (:id, :transferee, :law, :evidence, :by, :approver, :at) on conflict do nothing""")
                        .bind("id", added.terminationId())
                        .bind("transferee", added.transferee())
                        .bind("law", added.law())
                        .bind("evidence", added.evidence())
                        .bind("by", requestedBy)
                        .bind("approver", approvedBy)
                        .bind("at", added.handedOverAt())
                        .execute())
                == 1;
    }

    Optional<HandOver> find(UUID terminationId) {
        return jdbi.withHandle(h -> h.createQuery("select * from hand_over where termination_id = :id")
                .bind("id", terminationId)
                .map(HandOverStore::read)
                .findOne());
    }

    /** One with cases left, locked; another replica's is skipped. */
    Optional<HandOver> claim() {
        return jdbi.withHandle(
                h -> h.createQuery("select * from hand_over where finished_at is null limit 1 for update skip locked")
                        .map(HandOverStore::read)
                        .findOne());
    }

    void advance(HandOver handOver, @Nullable UUID last, int more, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("update hand_over set after_case = coalesce(:last, after_case),"
                        + " cases = cases + :more, finished_at = :finished where termination_id = :id")
                .bind("last", last)
                .bind("more", more)
                .bind("finished", last == null ? now : null)
                .bind("id", handOver.terminationId())
                .execute());
    }

    private static HandOver read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp finished = row.getTimestamp("finished_at");
        return new HandOver(
                row.getObject("termination_id", UUID.class),
                row.getString("transferee"),
                row.getString("law"),
                row.getString("evidence"),
                row.getTimestamp("handed_over_at").toInstant(),
                row.getObject("after_case", UUID.class),
                row.getLong("cases"),
                finished == null ? null : finished.toInstant());
    }
}
