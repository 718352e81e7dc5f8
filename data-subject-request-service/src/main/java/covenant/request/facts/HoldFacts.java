package covenant.request.facts;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Local copies of legal holds. Runs in the caller's transaction. */
@ApplicationScoped
public class HoldFacts {
    private final Jdbi jdbi;

    HoldFacts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void placed(UUID holdId, String subjectId, List<String> categories, LocalDate reviewOn, Instant at) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into hold_fact (hold_id, subject_id, categories, review_on, placed_at)"
                                + " values (:id, :subject, :categories, :review, :at) on conflict do nothing")
                        .bind("id", holdId)
                        .bind("subject", subjectId)
                        .bindArray("categories", String.class, categories)
                        .bind("review", reviewOn)
                        .bind("at", at)
                        .execute());
    }

    public void released(UUID holdId) {
        jdbi.useHandle(h -> h.createUpdate("delete from hold_fact where hold_id = :id")
                .bind("id", holdId)
                .execute());
    }

    /** Oldest first. */
    public List<Hold> of(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from hold_fact where subject_id = :subject order by placed_at, hold_id")
                .bind("subject", subjectId)
                .map((row, context) -> new Hold(
                        row.getObject("hold_id", UUID.class),
                        List.of((String[]) row.getArray("categories").getArray()),
                        row.getObject("review_on", LocalDate.class)))
                .list());
    }
}
