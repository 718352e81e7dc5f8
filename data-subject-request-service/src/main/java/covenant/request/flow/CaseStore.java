package covenant.request.flow;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Which retention case carries out which deletion. Runs in the caller's transaction. */
@ApplicationScoped
class CaseStore {
    private final Jdbi jdbi;

    CaseStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void put(UUID caseId, UUID requestId) {
        jdbi.useHandle(h -> h.createUpdate("insert into request_case (case_id, request_id) values (:case, :request)"
                        + " on conflict do nothing")
                .bind("case", caseId)
                .bind("request", requestId)
                .execute());
    }

    Optional<UUID> requestOf(UUID caseId) {
        return jdbi.withHandle(h -> h.createQuery("select request_id from request_case where case_id = :case")
                .bind("case", caseId)
                .mapTo(UUID.class)
                .findOne());
    }

    List<UUID> casesOf(UUID requestId) {
        return jdbi.withHandle(
                h -> h.createQuery("select case_id from request_case where request_id = :request order by case_id")
                        .bind("request", requestId)
                        .mapTo(UUID.class)
                        .list());
    }
}
