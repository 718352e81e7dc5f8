package covenant.request.decision;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** What people arranged for the time after their death (PIPL art. 49). Runs in the caller's transaction. */
@ApplicationScoped
public class Instructions {
    private final Jdbi jdbi;

    Instructions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The last word counts. */
    public void record(String subjectId, boolean relativesMay, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("insert into posthumous_instruction (subject_id, relatives_may, recorded_by,"
                        + " recorded_at) values (:subject, :may, :by, :at) on conflict (subject_id) do update set"
                        + " relatives_may = excluded.relatives_may, recorded_by = excluded.recorded_by,"
                        + " recorded_at = excluded.recorded_at")
                .bind("subject", subjectId)
                .bind("may", relativesMay)
                .bind("by", by)
                .bind("at", at)
                .execute());
    }

    public boolean againstRelatives(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select exists (select from posthumous_instruction"
                        + " where subject_id = :subject and not relatives_may)")
                .bind("subject", subjectId)
                .mapTo(Boolean.class)
                .one());
    }

    public void forget(String subjectId) {
        jdbi.useHandle(h -> h.createUpdate("delete from posthumous_instruction where subject_id = :subject")
                .bind("subject", subjectId)
                .execute());
    }
}
