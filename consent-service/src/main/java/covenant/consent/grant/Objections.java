package covenant.consent.grant;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Objections to the use of what a person published, or what lawfully became public (1.3.5, 1.3.6, PIPL art. 27). */
@ApplicationScoped
public class Objections {
    private final Jdbi jdbi;

    Objections(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void add(String subjectId, List<String> purposes, Instant at) {
        purposes.forEach(purpose -> jdbi.useHandle(h -> h.createUpdate(
                        "insert into objection (subject_id, purpose, objected_at) values (:subject, :purpose, :at)"
                                + " on conflict do nothing")
                .bind("subject", subjectId)
                .bind("purpose", purpose)
                .bind("at", at)
                .execute()));
    }

    public boolean against(String subjectId, String purpose) {
        return jdbi.withHandle(h -> h.createQuery(
                                "select count(*) from objection where subject_id = :subject and purpose in (:purpose, '*')")
                        .bind("subject", subjectId)
                        .bind("purpose", purpose)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    public void forget(String subjectId) {
        jdbi.useHandle(h -> h.createUpdate("delete from objection where subject_id = :subject")
                .bind("subject", subjectId)
                .execute());
    }
}
