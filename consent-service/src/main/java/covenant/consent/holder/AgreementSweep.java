package covenant.consent.holder;

import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Suspends recipients whose agreement has run out (R-3.1.4-1). Shares are refused from that day on even before it runs. */
@ApplicationScoped
class AgreementSweep {
    private final HolderStore store;
    private final HolderService service;
    private final CovenantClock clock;

    AgreementSweep(HolderStore store, HolderService service, CovenantClock clock) {
        this.store = store;
        this.service = service;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void suspendExpired() {
        store.expired(LegalCalendar.dayOf(clock.now()))
                .forEach(id -> QuarkusTransaction.requiringNew().run(() -> service.suspend(id, "agreement expired")));
    }
}
