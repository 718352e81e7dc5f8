package covenant.notification.incident;

import covenant.contracts.IncidentEvent;
import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.State;
import covenant.notification.incident.Incident.Details;
import covenant.notification.template.CategoryLabels;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Reports and follows incidents. Each method works in the caller's transaction and holds the incident's lock. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Incidents {
    private final IncidentStore store;
    private final PhaseStore phases;
    private final Regulators regulators;
    private final AffectedSubjects affected;
    private final CategoryLabels catalogue;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;
    private final boolean critical;

    Incidents(
            IncidentStore store,
            PhaseStore phases,
            Regulators regulators,
            AffectedSubjects affected,
            CategoryLabels catalogue,
            Outbox outbox,
            Caller caller,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.critical-infrastructure", defaultValue = "false") boolean critical) {
        this.store = store;
        this.phases = phases;
        this.regulators = regulators;
        this.affected = affected;
        this.catalogue = catalogue;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
        this.critical = critical;
    }

    public Incident report(IncidentRequests.NewIncident r) {
        Instant now = clock.now();
        IncidentRules.requirePast("discoveredAt", r.discoveredAt(), now);
        Details details = r.details(critical);
        catalogue.requireKnown(details.categories());
        Grade suggested = IncidentRules.suggested(r.estimatedSubjects() == null ? 0 : r.estimatedSubjects());
        Grade grade = r.grade() == null ? suggested : r.grade();
        if (IncidentRules.lowers(suggested, grade)) {
            throw Refusal.invalid("grade", "is lower than the numbers suggest: lower it afterwards, with an approver")
                    .asException();
        }
        Incident incident = new Incident(
                Ids.next(now),
                details,
                State.REPORTED,
                now,
                0,
                new Incident.Grading(suggested, grade, r.gradeReason(), false),
                Incident.Telling.NOT_YET,
                null,
                null);
        store.insert(incident);
        tell(
                incident,
                new IncidentEvent.IncidentReported(
                        incident.id(),
                        r.kind(),
                        details.categories(),
                        r.estimatedSubjects(),
                        suggested,
                        r.discoveredAt(),
                        now));
        regulators.startFirst(incident);
        return incident;
    }

    /** Carries out a lowering that two persons decided. */
    public Incident lower(UUID id, Grade grade, @Nullable String reason) {
        Incident incident = lock(id);
        requireOpen(incident);
        Incident lowered = assessed(incident, grade, reason, true);
        store.update(lowered);
        return lowered;
    }

    public Incident recordPhase(UUID id, IncidentRequests.NewPhase p) {
        Incident incident = lock(id);
        requireOpen(incident);
        Instant at = p.at() == null ? clock.now() : p.at();
        phases.insert(id, new PhaseStore.PhaseEntry(p.phase(), p.owner(), p.note(), at, caller.id()));
        Incident changed = incident.in(IncidentRules.after(incident.state(), phases.recorded(id), false));
        store.update(changed);
        if (incident.state() == State.REPORTED && changed.state() != State.REPORTED) {
            tellAssessed(changed);
        }
        tell(changed, new IncidentEvent.IncidentPhaseRecorded(id, p.phase(), changed.state(), at));
        return changed;
    }

    /** Persons were listed: the numbers may suggest a higher grade, and with it a shorter deadline. */
    public Incident affectedChanged(UUID id) {
        Incident counted = lock(id).counting(affected.count(id));
        store.update(counted);
        regulators.startFirst(counted);
        return counted;
    }

    /** The incident with a grade that somebody decided on, which assesses it. The caller stores it. */
    Incident assessed(Incident i, Grade grade, @Nullable String reason, boolean lowering) {
        Incident assessed = i.graded(
                i.grading().decided(grade, reason, lowering),
                IncidentRules.after(i.state(), phases.recorded(i.id()), true));
        tellAssessed(assessed);
        return assessed;
    }

    Incident lock(UUID id) {
        return store.lock(id).orElseThrow(Incidents::unknown);
    }

    static RefusedException unknown() {
        return new RefusedException(ProblemCode.NOT_FOUND, "There is no such incident.");
    }

    void tell(Incident incident, IncidentEvent event) {
        outbox.append(EventDraft.of(incident.id().toString(), event));
    }

    void tellAssessed(Incident incident) {
        tell(
                incident,
                new IncidentEvent.IncidentAssessed(
                        incident.id(), incident.grade(), incident.suggestedGrade(), clock.now()));
    }

    static void requireOpen(Incident incident) {
        if (incident.state() == State.CLOSED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The incident is closed.");
        }
    }
}
