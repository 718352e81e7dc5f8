package covenant.consent.grant;

import covenant.consent.policy.Policies;
import covenant.consent.policy.PolicyVersion;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Ends consents whose last day is over, and lets those that waited for a policy version take the place of the older ones. Decisions
 * never wait for it: they compare with the clock themselves.
 */
@ApplicationScoped
class ConsentSweep {
    private static final int BATCH = 200;

    private final ConsentStore store;
    private final GrantService service;
    private final Policies policies;
    private final CovenantClock clock;
    private volatile int boundUpTo;

    ConsentSweep(ConsentStore store, GrantService service, Policies policies, CovenantClock clock) {
        this.store = store;
        this.service = service;
        this.policies = policies;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void expire() {
        List<String> overdue = store.overdue(clock.now(), BATCH);
        overdue.forEach(subject -> QuarkusTransaction.requiringNew().run(() -> service.expire(subject)));
    }

    /** Once per version and replica: a grant that comes after the hour binds at once. */
    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void bind() {
        int inForce = policies.findInForce().map(PolicyVersion::number).orElse(boundUpTo);
        if (inForce == boundUpTo) {
            return;
        }
        String after = "";
        List<String> batch = store.waiting(inForce, after, BATCH);
        while (!batch.isEmpty()) {
            batch.forEach(subject -> QuarkusTransaction.requiringNew().run(() -> service.bind(subject, inForce)));
            after = batch.getLast();
            batch = store.waiting(inForce, after, BATCH);
        }
        boundUpTo = inForce;
    }
}
