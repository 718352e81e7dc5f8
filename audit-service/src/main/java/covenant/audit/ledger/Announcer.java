package covenant.audit.ledger;

import covenant.audit.log.NoteSigner;
import covenant.audit.log.TreeHash;
import covenant.contracts.AuditEvent.AuditCheckpointed;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Publishes AuditCheckpointed when the log has grown, at a modest rate. The announcement becomes an entry itself; so that it does not bring
 * about the next one for ever, growth by announcements alone does not count.
 */
@ApplicationScoped
public class Announcer {

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final NoteSigner signer;
    private final CovenantClock clock;

    Announcer(Jdbi jdbi, Outbox outbox, NoteSigner signer, CovenantClock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.signer = signer;
        this.clock = clock;
    }

    private record Head(long size, byte[] root) {}

    @Scheduled(
            every = "{covenant.audit.announce.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void announce() {
        jdbi.useHandle(handle -> {
            // The row lock makes replicas take turns.
            long announced = handle.createQuery("select size from announcement for update")
                    .mapTo(Long.class)
                    .one();
            if (grown(handle, announced)) {
                Head head = handle.createQuery("select size, root from checkpoint order by size desc limit 1")
                        .map((row, context) -> new Head(row.getLong(1), row.getBytes(2)))
                        .one();
                String root = TreeHash.of(head.root()).toBase64();
                String origin = signer.key().name();
                outbox.append(EventDraft.of(origin, new AuditCheckpointed(origin, head.size(), root, clock.now())));
                handle.execute("update announcement set size = ?", head.size());
            }
        });
    }

    private static boolean grown(Handle handle, long announced) {
        return handle.createQuery(
                        "select exists (select from entry where index >= :from and type <> 'AuditCheckpointed')")
                .bind("from", announced)
                .mapTo(Boolean.class)
                .one();
    }
}
