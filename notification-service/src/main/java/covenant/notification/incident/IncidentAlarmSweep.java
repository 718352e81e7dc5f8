package covenant.notification.incident;

import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import org.jboss.logging.Logger;

/** Raises alarms about what is owed to authorities and persons: on the incident, in the log and as {@code covenant_incident_overdue}. */
@ApplicationScoped
class IncidentAlarmSweep {
    private static final Logger LOG = Logger.getLogger(IncidentAlarmSweep.class);
    private static final int BATCH = 1_000;

    private final IncidentAlarmStore store;
    private final CovenantClock clock;
    private volatile long overdue;

    IncidentAlarmSweep(IncidentAlarmStore store, CovenantClock clock, MeterRegistry metrics) {
        this.store = store;
        this.clock = clock;
        Gauge.builder("covenant.incident.overdue", this, sweep -> sweep.overdue)
                .description("Reports to authorities and notices to persons that are past their time")
                .register(metrics);
    }

    @Scheduled(
            every = "{covenant.incident.alarms.every}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Instant now = clock.now();
        long late = 0;
        for (IncidentAlarmStore.Owed owed : store.reports(BATCH)) {
            Instant due = java.util.Objects.requireNonNull(owed.due());
            late += raise(owed, IncidentAlarm.ofDeadline(owed.from(), due, now), now);
        }
        for (IncidentAlarmStore.Owed owed : store.untold(now.minus(IncidentAlarm.NOTICE_ALARM), BATCH)) {
            late += raise(owed, IncidentAlarm.ofNotice(owed.from(), now), now);
        }
        overdue = late;
    }

    /** 1 if it is overdue. */
    private int raise(IncidentAlarmStore.Owed owed, Set<IncidentAlarm.Level> levels, Instant now) {
        for (IncidentAlarm.Level level : levels) {
            if (store.raise(new IncidentAlarm(owed.incidentId(), owed.about(), level, now))) {
                LOG.warnf("Incident %s: %s %s", owed.incidentId(), owed.about(), level);
            }
        }
        return levels.contains(IncidentAlarm.Level.OVERDUE) ? 1 : 0;
    }
}
