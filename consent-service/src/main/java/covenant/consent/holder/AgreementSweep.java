package covenant.consent.holder;

import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;

/**
 * Raises an alarm 30 days before an agreement runs out, and suspends the recipient when it has (R-3.1.4-1). Shares are refused from
 * that day on even before it runs.
 */
@ApplicationScoped
class AgreementSweep {
    private static final int DAYS_OF_WARNING = 30;

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
        LocalDate today = LegalCalendar.dayOf(clock.now());
        store.expired(today)
                .forEach(id -> QuarkusTransaction.requiringNew().run(() -> service.suspendExpired(id, today)));
    }

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void warn() {
        LocalDate today = LegalCalendar.dayOf(clock.now());
        store.endingBy(today, today.plusDays(DAYS_OF_WARNING))
                .forEach(holder -> QuarkusTransaction.requiringNew().run(() -> service.warn(holder)));
    }
}
