package covenant.notification.incident;

import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;

/** Puts together what is shown of an incident. */
@ApplicationScoped
class IncidentViews {
    private final RegulatorStore regulators;
    private final PhaseStore phases;
    private final IncidentAlarmStore alarms;
    private final CovenantClock clock;

    IncidentViews(RegulatorStore regulators, PhaseStore phases, IncidentAlarmStore alarms, CovenantClock clock) {
        this.regulators = regulators;
        this.phases = phases;
        this.alarms = alarms;
        this.clock = clock;
    }

    IncidentView of(Incident incident) {
        return IncidentView.of(
                incident,
                regulators.clocks(incident.id()),
                regulators.reports(incident.id()),
                phases.of(incident.id()),
                alarms.of(incident.id()),
                clock.now());
    }
}
