package covenant.retention.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Who was announced as erased: each person once. */
@ApplicationScoped
class SubjectErasures {
    private final Jdbi jdbi;

    SubjectErasures(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** When the person was announced as erased, and with that the keys were destroyed. */
    Optional<Instant> of(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select erased_at from subject_erasure where subject_id = :subject")
                .bind("subject", subjectId)
                .mapTo(Instant.class)
                .findOne());
    }

    /** True for the first call of a person. Calls of one person's cases come one after the other. */
    boolean first(String subjectId, UUID caseId, Instant at) {
        return jdbi.withHandle(h -> h.createUpdate("insert into subject_erasure (subject_id, case_id, erased_at)"
                                + " values (:subject, :case, :at) on conflict do nothing")
                        .bind("subject", subjectId)
                        .bind("case", caseId)
                        .bind("at", at)
                        .execute())
                == 1;
    }
}
