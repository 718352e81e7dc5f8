package covenant.consent.policy;

import covenant.contracts.PolicyEvent.ReconsentRequired;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Asks every person who accepted an earlier version anew, once per version, where the new one needs explicit consent (policy
 * 6.1, PIPL art. 14). Works through the people in batches and goes on after a restart where it stopped.
 */
@ApplicationScoped
public class Reconsent {
    private static final int BATCH = 500;

    private final PolicyStore store;
    private final Policies policies;
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final CovenantClock clock;

    Reconsent(PolicyStore store, Policies policies, Jdbi jdbi, Outbox outbox, CovenantClock clock) {
        this.store = store;
        this.policies = policies;
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.policy.activation.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        while (QuarkusTransaction.requiringNew().call(this::askNextBatch)) {
            // one committed batch after the other
        }
    }

    /** False when nobody is left to be asked. */
    boolean askNextBatch() {
        Optional<PolicyStore.Pending> pending = store.lockReconsent();
        if (pending.isEmpty()) {
            return false;
        }
        PolicyVersion version = store.find(pending.get().version()).orElseThrow();
        List<Person> people = people(version.number(), pending.get().after());
        Instant now = clock.now();
        List<EventDraft> drafts = new ArrayList<>();
        people.forEach(p -> draft(version, p.subjectId(), p.accepted(), now).ifPresent(drafts::add));
        outbox.appendAll(drafts);
        boolean done = people.size() < BATCH;
        store.reconsentAt(
                version.number(),
                people.isEmpty() ? pending.get().after() : people.getLast().subjectId(),
                done);
        return true;
    }

    /** Asks one person for a version, unless that was done before. In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void ask(PolicyVersion version, String subjectId, @Nullable Integer accepted) {
        draft(version, subjectId, accepted, clock.now()).ifPresent(outbox::append);
    }

    private record Person(String subjectId, int accepted) {}

    private List<Person> people(int version, @Nullable String after) {
        return jdbi.withHandle(h -> h.createQuery("select subject_id, accepted_version from subject_state"
                        + " where accepted_version is not null and accepted_version < :version and not erased"
                        + " and subject_id > :after order by subject_id limit :limit")
                .bind("version", version)
                .bind("after", after == null ? "" : after)
                .bind("limit", BATCH)
                .map((row, context) -> new Person(row.getString(1), row.getInt(2)))
                .list());
    }

    private Optional<EventDraft> draft(PolicyVersion v, String subjectId, @Nullable Integer accepted, Instant now) {
        boolean first = jdbi.withHandle(h -> h.createUpdate("insert into reconsent (version, subject_id, required_at)"
                                + " values (:version, :subject, :now) on conflict do nothing")
                        .bind("version", v.number())
                        .bind("subject", subjectId)
                        .bind("now", now)
                        .execute())
                == 1;
        if (!first) {
            return Optional.empty();
        }
        PolicyChanges changes = accepted == null
                ? v.changes()
                : policies.published(accepted.toString())
                        .map(was -> policies.between(was, v))
                        .orElseGet(v::changes);
        ReconsentRequired event = new ReconsentRequired(
                v.version(),
                accepted == null ? null : accepted.toString(),
                changes.reconsentPurposes(),
                changes.triggers(),
                changes.reducesRights(),
                now);
        return Optional.of(EventDraft.about(subjectId, v.version() + "/" + subjectId, event)
                .policyVersion(v.version()));
    }
}
