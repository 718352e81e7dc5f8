package covenant.retention.termination;

import covenant.contracts.AccountEvent.ServiceTerminationExecuted;
import covenant.contracts.AccountEvent.ServiceTerminationScheduled;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.retention.account.AccountBook;
import covenant.retention.account.ServiceEnd;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Schedules the end of the service and carries it out when its time has come and everyone was told. */
@ApplicationScoped
public class Terminations {
    private static final Logger LOG = Logger.getLogger(Terminations.class);
    private static final int BATCH = 200;

    private final TerminationStore store;
    private final AccountBook accounts;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final int days;
    private volatile boolean blocked;

    Terminations(
            TerminationStore store,
            AccountBook accounts,
            Outbox outbox,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "covenant.retention.termination-notice-days", defaultValue = "30") int days) {
        if (days < TerminationDecider.LEAST_DAYS) {
            throw new IllegalStateException("covenant.retention.termination-notice-days is at least 30 (policy 4.2.3)");
        }
        this.store = store;
        this.accounts = accounts;
        this.outbox = outbox;
        this.clock = clock;
        this.days = days;
        Gauge.builder("covenant.retention.termination.blocked", this, t -> t.blocked ? 1 : 0)
                .description("1 while the end of the service waits for notices that did not reach everyone")
                .register(metrics);
    }

    int days() {
        return days;
    }

    /** Stores the end; a postponed one keeps its identity and its notices, one brought forward is announced anew. */
    @Transactional(Transactional.TxType.MANDATORY)
    Termination schedule(Instant terminateAt, String requestedBy, String approvedBy) {
        Instant now = clock.now();
        Optional<Termination> known = store.lock();
        TerminationDecider.schedule(known.orElse(null), terminateAt, days, now).ifPresent(refusal -> {
            throw refusal.asException();
        });
        UUID id = known.map(Termination::id).orElseGet(() -> Ids.next(now));
        Instant before = known.map(Termination::terminateAt).orElse(null);
        boolean forward = before != null && terminateAt.isBefore(before);
        Instant noticed = forward ? null : known.map(Termination::lastNoticeAt).orElse(null);
        store.schedule(id, terminateAt, noticed, forward, requestedBy, approvedBy, now);
        outbox.append(EventDraft.of(id.toString(), new ServiceTerminationScheduled(id, terminateAt, before)));
        return store.current().orElseThrow();
    }

    Optional<Termination> current() {
        return store.current();
    }

    /** The campaign reached or covered everyone; the notice period counts from its last notice. */
    public void noticed(UUID terminationId, Instant lastNoticeAt) {
        store.noticed(terminationId, lastNoticeAt);
    }

    /** Whether the service has ended: then nobody here is bound to keep what the law's body has got. */
    public boolean ended() {
        return store.current().map(known -> known.executedAt() != null).orElse(false);
    }

    /**
     * Carries the end out, some accounts at a time; safe in several replicas. An account that was opened before and is heard of
     * only after the last was closed is closed too.
     *
     * @param now an instant that the sweep's guard has let pass
     */
    public void run(Instant now) {
        Termination known = store.current().orElse(null);
        if (known == null) {
            return;
        }
        if (known.executedAt() == null) {
            QuarkusTransaction.requiringNew().run(() -> execute(now));
            return;
        }
        int closed;
        do {
            closed = QuarkusTransaction.requiringNew().call(() -> close(known));
        } while (closed == BATCH);
        if (closed == 0 && known.finishedAt() == null) {
            QuarkusTransaction.requiringNew().run(() -> store.finished(known.id(), now));
        }
    }

    private int close(Termination executed) {
        Instant terminatedAt = executed.terminateAt();
        ServiceEnd end = new ServiceEnd(
                executed.id(),
                terminatedAt,
                Objects.requireNonNull(executed.executedAt()),
                // Promptly: by the end of the next day, and nothing stays longer than it would have anyway (R-4.2.3-2).
                LegalCalendar.fullDaysAfter(terminatedAt, 0));
        return executed.finishedAt() == null ? accounts.terminateSome(end, BATCH) : accounts.terminateLate(end, BATCH);
    }

    private void execute(Instant now) {
        Termination known = store.lock().orElseThrow();
        if (!TerminationDecider.mayExecute(known, days, now)) {
            boolean overdue = known.executedAt() == null && !known.terminateAt().isAfter(now);
            if (overdue && !blocked) {
                LOG.error("The service cannot end yet: not everyone was told 30 full days before");
            }
            blocked = overdue;
            return;
        }
        blocked = false;
        store.executed(known.id(), now);
        outbox.append(EventDraft.of(
                known.id().toString(), new ServiceTerminationExecuted(known.id(), known.terminateAt(), now)));
    }
}
