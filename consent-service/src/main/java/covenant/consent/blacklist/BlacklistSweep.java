package covenant.consent.blacklist;

import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Erases what entries say when their last day is over, and raises an alarm for disputes that nobody decided in 20 days. */
@ApplicationScoped
class BlacklistSweep {
    private static final int BATCH = 200;

    private final BlacklistStore store;
    private final BlacklistEntries entries;
    private final CovenantClock clock;

    BlacklistSweep(BlacklistStore store, BlacklistEntries entries, CovenantClock clock) {
        this.store = store;
        this.entries = entries;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        store.ended(LegalCalendar.dayOf(clock.now()), BATCH)
                .forEach(id -> QuarkusTransaction.requiringNew().run(() -> entries.end(id)));
        store.disputesOverdue(clock.now(), BATCH)
                .forEach(id -> QuarkusTransaction.requiringNew().run(() -> entries.late(id)));
    }
}
