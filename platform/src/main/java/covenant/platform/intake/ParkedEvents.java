package covenant.platform.intake;

import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Alarms about events that wait for a predecessor longer than they should (R-ENV-4, default 15 minutes). */
@ApplicationScoped
class ParkedEvents {
    private static final Logger LOG = Logger.getLogger(ParkedEvents.class);

    private final Jdbi jdbi;
    private final CovenantClock clock;
    private final Duration patience;
    private volatile long overdue;

    ParkedEvents(
            Jdbi jdbi,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "covenant.events.parked-alarm-after", defaultValue = "PT15M") Duration patience) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.patience = patience;
        Gauge.builder("covenant.events.parked.overdue", this, p -> p.overdue)
                .description("Events waiting for a predecessor longer than covenant.events.parked-alarm-after")
                .register(metrics);
    }

    @Scheduled(every = "60s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        overdue = jdbi.withHandle(h -> h.createQuery("select count(*) from parked_event where parked_at < :before")
                .bind("before", clock.now().minus(patience))
                .mapTo(Long.class)
                .one());
        if (overdue > 0) {
            LOG.errorf("%d events wait for a predecessor that does not come", overdue);
        }
    }
}
