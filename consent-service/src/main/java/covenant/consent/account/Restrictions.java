package covenant.consent.account;

import covenant.consent.grant.GrantService;
import covenant.consent.grant.Outcome;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.ProcessingStopRequired;
import covenant.contracts.ConsentEvent.StopCause;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Categories that may be stored and not used, for as long as a request or a retention case says so (R-GAP-6, PIPL art. 44). */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Restrictions {
    private final Jdbi jdbi;
    private final SubjectStore subjects;
    private final GrantService consents;
    private final Outbox outbox;

    Restrictions(Jdbi jdbi, SubjectStore subjects, GrantService consents, Outbox outbox) {
        this.jdbi = jdbi;
        this.subjects = subjects;
        this.consents = consents;
        this.outbox = outbox;
    }

    /** @param categories empty means all */
    public void impose(UUID source, String subjectId, List<String> categories, Instant at) {
        SubjectState state = subjects.lock(subjectId);
        List<String> named = categories.isEmpty() ? List.of(SubjectState.ALL) : categories;
        boolean fresh = jdbi.withHandle(h -> h.createUpdate(
                                "insert into restriction (source_id, subject_id, categories, since)"
                                        + " values (:source, :subject, :categories, :at) on conflict (source_id) do nothing")
                        .bind("source", source)
                        .bind("subject", subjectId)
                        .bindArray("categories", String.class, named)
                        .bind("at", at)
                        .execute())
                == 1;
        if (fresh) {
            rewrite(state);
            outbox.append(EventDraft.about(
                    subjectId,
                    subjectId,
                    new ProcessingStopRequired(List.of(), categories, StopCause.RESTRICTION, null, null, at)));
        }
    }

    public void lift(UUID source, String subjectId) {
        SubjectState state = subjects.lock(subjectId);
        boolean lifted = jdbi.withHandle(h -> h.createUpdate("delete from restriction where source_id = :source")
                        .bind("source", source)
                        .execute())
                == 1;
        if (lifted) {
            rewrite(state);
        }
    }

    private void rewrite(SubjectState state) {
        Set<String> all = Set.copyOf(jdbi.withHandle(
                h -> h.createQuery("select distinct unnest(categories) from restriction where subject_id = :subject")
                        .bind("subject", state.subjectId())
                        .mapTo(String.class)
                        .list()));
        consents.change(state.subjectId(), s -> new Outcome.Changed(s.restrictedCategories(all), List.of()));
    }
}
