package covenant.request.deadline;

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
    private volatile long overdue;

    OverdueAlarm(RequestStore store, MeterRegistry metrics) {
        this.store = store;
        Gauge.builder("covenant.request.overdue", this, alarm -> alarm.overdue)
                .description("Requests that are open and past their reply date")
                .register(metrics);
    }

    @Scheduled(every = "30s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        overdue = store.countOverdue();
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
    }
}
