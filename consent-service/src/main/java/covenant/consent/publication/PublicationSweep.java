package covenant.consent.publication;

import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Starts takedowns when the consent has ended, and raises an alarm when nobody confirms them in time. */
@ApplicationScoped
class PublicationSweep {
    private static final int BATCH = 200;

    private final PublicationStore store;
    private final Publications publications;
    private final CovenantClock clock;

    PublicationSweep(PublicationStore store, Publications publications, CovenantClock clock) {
        this.store = store;
        this.publications = publications;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        store.consentGone(BATCH)
                .forEach(id -> QuarkusTransaction.requiringNew()
                        .run(() -> publications.takeDown(id, "consent ended", clock.now())));
        store.overdue(clock.now(), BATCH)
                .forEach(id -> QuarkusTransaction.requiringNew().run(() -> publications.late(id, clock.now())));
    }
}
