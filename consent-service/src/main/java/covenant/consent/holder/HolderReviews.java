package covenant.consent.holder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Table {@code holder_review}: evidence that a recipient keeps its promises (policy 3.1.4). */
@ApplicationScoped
class HolderReviews {
    private final Jdbi jdbi;

    HolderReviews(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One audit or questionnaire; the report itself stays with who wrote it. The view of it too. */
    record Review(
            UUID id,
            String holderId,
            Kind kind,
            Outcome outcome,
            String reportSha256,
            LocalDate reviewedOn,
            LocalDate nextReviewOn,
            String recordedBy,
            Instant recordedAt) {

        enum Kind {
            AUDIT,
            QUESTIONNAIRE
        }

        enum Outcome {
            PASSED,
            FINDINGS,
            FAILED
        }
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void insert(Review r) {
        jdbi.useHandle(h -> h.createUpdate("insert into holder_review (id, holder_id, kind, outcome, report_sha256,"
                        + " reviewed_on, next_review_on, recorded_by, recorded_at) values (:id, :holder, :kind, :outcome,"
                        + " :sha, :on, :next, :by, :at)")
                .bind("id", r.id())
                .bind("holder", r.holderId())
                .bind("kind", r.kind().name())
                .bind("outcome", r.outcome().name())
                .bind("sha", r.reportSha256())
                .bind("on", r.reviewedOn())
                .bind("next", r.nextReviewOn())
                .bind("by", r.recordedBy())
                .bind("at", r.recordedAt())
                .execute());
    }

    /** The oldest first. */
    List<Review> of(String holderId, UUID after, int limit) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from holder_review where holder_id = :id and id > :after order by id limit :limit")
                .bind("id", holderId)
                .bind("after", after)
                .bind("limit", limit)
                .map(HolderReviews::read)
                .list());
    }

    /** The last review of each holder whose next one should have been by now. */
    List<Review> overdue(LocalDate today) {
        return jdbi.withHandle(h -> h.createQuery("select * from (select distinct on (holder_id) * from holder_review"
                        + " order by holder_id, reviewed_on desc, id desc) as latest where next_review_on < :today")
                .bind("today", today)
                .map(HolderReviews::read)
                .list());
    }

    private static Review read(ResultSet row, StatementContext context) throws SQLException {
        return new Review(
                row.getObject("id", UUID.class),
                row.getString("holder_id"),
                Review.Kind.valueOf(row.getString("kind")),
                Review.Outcome.valueOf(row.getString("outcome")),
                row.getString("report_sha256"),
                row.getObject("reviewed_on", LocalDate.class),
                row.getObject("next_review_on", LocalDate.class),
                row.getString("recorded_by"),
                row.getTimestamp("recorded_at").toInstant());
    }
}
