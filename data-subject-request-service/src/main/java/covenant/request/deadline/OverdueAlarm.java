package covenant.request.deadline;

import covenant.platform.time.CovenantClock;
import covenant.request.request.RequestStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Alarms every hour while requests are overdue (R-5.2.1-5): a log line and {@code covenant_request_overdue}. */
@ApplicationScoped
class OverdueAlarm {
    private static final Logger LOG = Logger.getLogger(OverdueAlarm.class);

    private final RequestStore store;
    private final CovenantClock clock;
    private volatile long overdue;
    private volatile RequestStore.Slow slow = new RequestStore.Slow(0, 0);

    OverdueAlarm(RequestStore store, CovenantClock clock, MeterRegistry metrics) {
        this.store = store;
        this.clock = clock;
        Gauge.builder("covenant.request.target.missed", this, alarm -> alarm.slow.pastTarget())
                .description("Open requests past the internal target of 15 working days")
                .register(metrics);
        Gauge.builder("covenant.request.identity.checks.late", this, alarm -> alarm.slow.uncheckedIdentities())
                .description("Identities that an operator has not checked within three working days")
                .register(metrics);
        Gauge.builder("covenant.request.overdue", this, alarm -> alarm.overdue)
                .description("Requests that are open and past their reply date")
                .register(metrics);
    }

    @Scheduled(every = "30s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        overdue = store.countOverdue();
        slow = store.countSlow(clock.now());
    }

    @Scheduled(
            every = "{covenant.request.overdue-alarm.every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void alarm() {
        count();
        if (overdue > 0) {
            LOG.errorf("%d requests are overdue", overdue);
        }
        if (slow.pastTarget() > 0 || slow.uncheckedIdentities() > 0) {
            LOG.warnf(
                    "%d requests are past the internal target, %d identities wait for an operator too long",
                    slow.pastTarget(), slow.uncheckedIdentities());
        }
    }
}
