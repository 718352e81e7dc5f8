package covenant.consent.account;

import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The end of the service ends everybody's consents, in batches that go on after a restart (R-4.2.3-2). */
@ApplicationScoped
class Termination {
    private static final int BATCH = 200;

    private final Jdbi jdbi;
    private final AccountLife accounts;
    private final CovenantClock clock;

    Termination(Jdbi jdbi, AccountLife accounts, CovenantClock clock) {
        this.jdbi = jdbi;
        this.accounts = accounts;
        this.clock = clock;
    }

    private record Run(UUID id, String doneUpTo) {}

    @Transactional(Transactional.TxType.MANDATORY)
    void begin(UUID terminationId, Instant executedAt) {
        jdbi.useHandle(h -> h.createUpdate("insert into termination (termination_id, executed_at) values (:id, :at)"
                        + " on conflict do nothing")
                .bind("id", terminationId)
                .bind("at", executedAt)
                .execute());
    }

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        boolean more = true;
        while (more) {
            more = QuarkusTransaction.requiringNew().call(this::endNextBatch);
        }
    }

    /** False when nothing is left to be done. */
    boolean endNextBatch() {
        Optional<Run> run = jdbi.withHandle(h -> h.createQuery("select termination_id, done_up_to from termination"
                        + " where not done limit 1 for update skip locked")
                .map((row, context) -> new Run(row.getObject(1, UUID.class), row.getString(2)))
                .findOne());
        if (run.isEmpty()) {
            return false;
        }
        List<String> people = jdbi.withHandle(h -> h.createQuery("select subject_id from subject_state"
                        + " where not restricted and subject_id > :after order by subject_id limit :limit")
                .bind("after", run.get().doneUpTo())
                .bind("limit", BATCH)
                .mapTo(String.class)
                .list());
        people.forEach(subject -> accounts.terminated(subject, clock.now()));
        jdbi.useHandle(h -> h.createUpdate(
                        "update termination set done_up_to = :upTo, done = :done where termination_id = :id")
                .bind("upTo", people.isEmpty() ? run.get().doneUpTo() : people.getLast())
                .bind("done", people.size() < BATCH)
                .bind("id", run.get().id())
                .execute());
        return true;
    }
}
