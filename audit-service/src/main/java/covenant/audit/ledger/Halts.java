package covenant.audit.ledger;

import covenant.contracts.AuditEvent.AuditIntegrityFailed;
import covenant.contracts.AuditEvent.IntegrityFailure;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Stops the log from signing once it was found wrong, and says so to the world; what arrives waits in Kafka. A full verification that finds
 * everything in order again, after the repair, lets it go on.
 */
@ApplicationScoped
public class Halts {

    private static final Logger LOG = Logger.getLogger(Halts.class);
    private static final String AGGREGATE = "audit-log";

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final CovenantClock clock;

    Halts(Jdbi jdbi, Outbox outbox, CovenantClock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Halts, in a transaction of its own; AuditIntegrityFailed is published once per halt. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void halt(IntegrityFailure failure, @Nullable Long firstBad) {
        Instant now = clock.now();
        int inserted = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into halt (failure, first_bad, found_at) values (:failure, :firstBad, :now)
                        on conflict do nothing""")
                .bind("failure", failure.name())
                .bind("firstBad", firstBad)
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .execute());
        if (inserted > 0) {
            LOG.errorf("The log is halted: %s, first bad entry %s", failure, firstBad);
            outbox.append(EventDraft.of(AGGREGATE, new AuditIntegrityFailed(failure, firstBad, null, now)));
        }
    }

    /** Lets the log go on, after it was verified. */
    @Transactional
    public void lift() {
        if (jdbi.withHandle(handle -> handle.execute("delete from halt")) > 0) {
            LOG.info("The log was verified and goes on");
        }
    }

    /** Whether the log refuses to sign at present. */
    public boolean halted() {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from halt)")
                .mapTo(Boolean.class)
                .one());
    }
}
