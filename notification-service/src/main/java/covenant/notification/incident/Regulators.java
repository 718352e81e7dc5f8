package covenant.notification.incident;

import covenant.contracts.IncidentEvent;
import covenant.contracts.IncidentEvent.ReportKind;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.security.Caller;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What authorities are owed, and what they got (R-4.1.3-8). First reports run from discovery, final ones from the end of handling. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Regulators {
    static final String POLICE = "POLICE";

    private final RegulatorStore store;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    Regulators(RegulatorStore store, Outbox outbox, Caller caller, CovenantClock clock) {
        this.store = store;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    /** Starts the clocks of first reports that the incident's grade calls for; a running one can only be shortened. */
    public void startFirst(Incident incident) {
        Instant discovered = incident.details().discoveredAt();
        for (RegulatorRule rule : rules(incident)) {
            start(incident, rule.authority(), ReportKind.FIRST, discovered, rule.dueAt(discovered), rule.source());
        }
        if (incident.details().suspectedCrime()) {
            start(
                    incident,
                    POLICE,
                    ReportKind.FIRST,
                    discovered,
                    null,
                    "suspected crime: reported to the police at once");
        }
    }

    /** Starts the clocks of final reports: whole days after handling ended. */
    public void startFinal(Incident incident, Instant handledAt) {
        for (RegulatorRule rule : rules(incident)) {
            Instant due = LegalCalendar.fullDaysAfter(handledAt, rule.finalReportDays());
            start(incident, rule.authority(), ReportKind.FINAL, handledAt, due, rule.source());
        }
    }

    /** Records a report. The first one opens the task of supplementing it. */
    public RegulatorReport submit(Incident incident, IncidentRequests.NewReport r) {
        IncidentRules.requirePast("reportedAt", r.reportedAt(), clock.now());
        Optional<RegulatorClock> running = store.running(incident.id(), r.authority(), r.kind());
        boolean inTime = running.map(RegulatorClock::dueAt)
                .map(due -> !r.reportedAt().isAfter(due))
                .orElse(true);
        running.ifPresent(c -> store.stop(c.id(), r.reportedAt()));
        RegulatorReport report = new RegulatorReport(
                Ids.next(clock.now()),
                incident.id(),
                r.authority(),
                r.kind(),
                r.reference(),
                r.reportedAt(),
                inTime,
                caller.id());
        store.insert(report);
        outbox.append(EventDraft.of(
                incident.id().toString(),
                new IncidentEvent.RegulatorReportSubmitted(
                        incident.id(), r.authority(), r.kind(), r.reference(), inTime, r.reportedAt())));
        if (r.kind() == ReportKind.FIRST) {
            startSupplement(incident, r);
        }
        return report;
    }

    private void startSupplement(Incident incident, IncidentRequests.NewReport first) {
        Duration followUp = rules(incident).stream()
                .filter(rule -> rule.authority().equals(first.authority()))
                .map(RegulatorRule::followUp)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
        Instant from = first.reportedAt();
        start(
                incident,
                first.authority(),
                ReportKind.SUPPLEMENT,
                from,
                followUp == null ? null : from.plus(followUp),
                "supplement of a first report");
    }

    /** Records who demanded the notice, and under which reference. */
    public void demanded(UUID incidentId, IncidentRequests.Demand demand) {
        store.insertDemand(incidentId, demand.authority(), demand.reference(), clock.now(), caller.id());
    }

    private List<RegulatorRule> rules(Incident incident) {
        return RegulatorRule.applicable(
                store.rules(), incident.grade(), incident.details().criticalInfrastructure());
    }

    private void start(
            Incident incident, String authority, ReportKind kind, Instant from, @Nullable Instant due, String rule) {
        boolean changed = store.start(new RegulatorClock(
                Ids.next(clock.now()), incident.id(), authority, kind, incident.grade(), from, due, rule, null));
        if (changed && due != null) {
            outbox.append(EventDraft.of(
                    incident.id().toString(),
                    new IncidentEvent.RegulatorReportDue(incident.id(), authority, kind, incident.grade(), due)));
        }
    }
}
