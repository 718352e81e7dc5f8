package covenant.consent.exception;

import covenant.platform.storage.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Uses of a person's data by exception: table {@code exception_disclosure}, a part of the person's report (R-1.3-4). */
@ApplicationScoped
public class ExceptionUses {
    private final Jdbi jdbi;

    ExceptionUses(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One use: of that person's category, for that purpose. */
    public record Use(ExceptionInForce exception, String subjectId, String purpose, String category, Instant at) {}

    /** With the decision that permits it; again and again is one line with its last use. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(List<Use> uses) {
        jdbi.useHandle(h -> uses.forEach(u -> h.createUpdate(
                        "insert into exception_disclosure (id, exception_id, subject_id, code, purpose, category, secret,"
                                + " first_used_at, last_used_at) values (:id, :exception, :subject, :code, :purpose, :category,"
                                + " :secret, :at, :at) on conflict (exception_id, subject_id, purpose, category) do update"
                                + " set last_used_at = excluded.last_used_at, uses = exception_disclosure.uses + 1")
                .bind("id", Ids.next(u.at()))
                .bind("exception", u.exception().id())
                .bind("subject", u.subjectId())
                .bind("code", u.exception().code().name())
                .bind("purpose", u.purpose())
                .bind("category", u.category())
                .bind("secret", u.exception().secret())
                .bind("at", u.at())
                .execute()));
    }
}
