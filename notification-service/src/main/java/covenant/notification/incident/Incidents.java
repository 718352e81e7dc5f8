package covenant.notification.incident;

import covenant.contracts.IncidentEvent;
import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.Phase;
import covenant.contracts.IncidentEvent.State;
import covenant.notification.incident.Incident.Details;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.problem.Violation;
import covenant.platform.security.Caller;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports, assesses and follows incidents. Each method works in the caller's transaction and holds the incident's lock. */
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

    Incidents(
            IncidentStore store,
            PhaseStore phases,
            Regulators regulators,
            AffectedSubjects affected,
            CategoryLabels catalogue,
            Outbox outbox,
            Caller caller,
            CovenantClock clock) {
        this.store = store;
        this.phases = phases;
        this.regulators = regulators;
        this.affected = affected;
        this.catalogue = catalogue;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    public Incident report(IncidentRequests.NewIncident r) {
        Instant now = clock.now();
        if (r.discoveredAt().isAfter(now.plusSeconds(60))) {
            throw Refusal.invalid("discoveredAt", "must not lie in the future").asException();
        }
        List<String> categories = r.categories() == null ? List.of() : r.categories();
        requireKnown(categories);
        Grade suggested = IncidentRules.suggested(r.estimatedSubjects() == null ? 0 : r.estimatedSubjects());
        Grade grade = r.grade() == null ? suggested : r.grade();
        if (IncidentRules.lowers(suggested, grade)) {
            throw Refusal.invalid("grade", "is lower than the numbers suggest: lower it afterwards, with an approver")
                    .asException();
        }
        Incident incident = new Incident(
                Ids.next(now),
                new Details(
                        r.title(),
                        r.kind(),
                        r.discoveredAt(),
                        r.source(),
                        categories,
                        r.facts(),
                        r.cause(),
                        r.possibleHarm(),
                        r.measures(),
                        r.selfProtection(),
                        r.remedies(),
                        r.contact(),
                        r.estimatedSubjects(),
                        Boolean.TRUE.equals(r.criticalInfrastructure())),
                State.REPORTED,
                now,
                0,
                suggested,
                grade,
                r.gradeReason(),
                false,
                0,
                null,
                null,
                null,
                null);
        store.insert(incident);
        tell(
                incident,
                new IncidentEvent.IncidentReported(
                        incident.id(), r.kind(), categories, r.estimatedSubjects(), suggested, r.discoveredAt(), now));
        regulators.startFirst(incident);
        return incident;
    }

    /** Applies a change but for a lowered grade, which needs a second person: see {@link #lowersGrade}. */
    public Incident change(UUID id, IncidentRequests.Change c) {
        Incident before = lock(id);
        requireOpen(before);
        Details d = before.details();
        List<String> categories = c.categories() == null ? d.categories() : c.categories();
        requireKnown(categories);
        Details details = new Details(
                or(c.title(), d.title()),
                d.kind(),
                d.discoveredAt(),
                d.source(),
                categories,
                given(c.facts(), d.facts()),
                given(c.cause(), d.cause()),
                given(c.possibleHarm(), d.possibleHarm()),
                given(c.measures(), d.measures()),
                given(c.selfProtection(), d.selfProtection()),
                given(c.remedies(), d.remedies()),
                given(c.contact(), d.contact()),
                c.estimatedSubjects() == null ? d.estimatedSubjects() : c.estimatedSubjects(),
                c.criticalInfrastructure() == null ? d.criticalInfrastructure() : c.criticalInfrastructure());
        Incident changed = with(before, details);
        changed = regraded(changed);
        Grade grade = c.grade();
        if (grade != null && !IncidentRules.lowers(changed.grade(), grade)) {
            changed = assessed(changed, grade, c.gradeReason(), false);
        }
        store.update(changed);
        regulators.startFirst(changed);
        return c.state() == null || c.state() == changed.state() ? changed : moveTo(changed, c.state());
    }

    /** Whether this change asks for a grade below the present one (R-4.1.3-1: an approver decides). */
    public boolean lowersGrade(UUID id, IncidentRequests.Change c) {
        return c.grade() != null && IncidentRules.lowers(lock(id).grade(), c.grade());
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
        Set<Phase> recorded = EnumSet.noneOf(Phase.class);
        phases.of(id).forEach(e -> recorded.add(e.phase()));
        State state = IncidentRules.after(incident.state(), recorded, false);
        Incident changed = with(incident, state);
        store.update(changed);
        if (incident.state() == State.REPORTED && state != State.REPORTED) {
            tellAssessed(changed);
        }
        tell(changed, new IncidentEvent.IncidentPhaseRecorded(id, p.phase(), state, at));
        return changed;
    }

    /** Persons were listed: the numbers may suggest a higher grade, and with it a shorter deadline. */
    public Incident affectedChanged(UUID id) {
        Incident incident = lock(id);
        Incident counted = regraded(new Incident(
                incident.id(),
                incident.details(),
                incident.state(),
                incident.reportedAt(),
                affected.count(id),
                incident.suggestedGrade(),
                incident.grade(),
                incident.gradeReason(),
                incident.gradeLowered(),
                incident.notices(),
                incident.campaignId(),
                incident.waiverReason(),
                incident.handledAt(),
                incident.closedAt()));
        store.update(counted);
        regulators.startFirst(counted);
        return counted;
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

    private Incident moveTo(Incident incident, State to) {
        boolean told = to == State.NOTIFIED && affected.everyoneTold(incident.id(), incident.campaignId());
        IncidentRules.move(incident, to, told).ifPresent(refusal -> {
            throw refusal.asException();
        });
        Instant now = clock.now();
        Incident moved = to == State.CLOSED ? closed(incident, now) : with(incident, to);
        store.update(moved);
        switch (to) {
            case ASSESSED -> tellAssessed(moved);
            case CLOSED -> {
                regulators.startFinal(moved, now);
                tell(moved, new IncidentEvent.IncidentClosed(moved.id(), moved.grade(), now));
            }
            // These moves have no event of their own: phases and notices tell them.
            case REPORTED, CONTAINED, NOTIFYING, NOTIFIED -> {}
        }
        return moved;
    }

    private Incident regraded(Incident i) {
        Grade suggested = IncidentRules.suggested(i.subjects());
        boolean raise = !i.gradeLowered() && IncidentRules.lowers(suggested, i.grade());
        return new Incident(
                i.id(),
                i.details(),
                i.state(),
                i.reportedAt(),
                i.affectedSubjects(),
                suggested,
                raise ? suggested : i.grade(),
                i.gradeReason(),
                i.gradeLowered(),
                i.notices(),
                i.campaignId(),
                i.waiverReason(),
                i.handledAt(),
                i.closedAt());
    }

    private Incident assessed(Incident i, Grade grade, @Nullable String reason, boolean lowered) {
        Set<Phase> recorded = EnumSet.noneOf(Phase.class);
        phases.of(i.id()).forEach(e -> recorded.add(e.phase()));
        Incident assessed = new Incident(
                i.id(),
                i.details(),
                IncidentRules.after(i.state(), recorded, true),
                i.reportedAt(),
                i.affectedSubjects(),
                i.suggestedGrade(),
                grade,
                given(reason, i.gradeReason()),
                lowered || (i.gradeLowered() && IncidentRules.lowers(i.suggestedGrade(), grade)),
                i.notices(),
                i.campaignId(),
                i.waiverReason(),
                i.handledAt(),
                i.closedAt());
        tellAssessed(assessed);
        return assessed;
    }

    private void requireKnown(List<String> categories) {
        List<String> unknown = catalogue.unknown(categories);
        if (!unknown.isEmpty()) {
            throw new Refusal(
                            ProblemCode.CATEGORY_UNKNOWN,
                            "The catalogue has no such category.",
                            List.of(new Violation("categories", "holds a category that the catalogue does not know")),
                            java.util.Map.of())
                    .asException();
        }
    }

    static void requireOpen(Incident incident) {
        if (incident.state() == State.CLOSED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The incident is closed.");
        }
    }

    static Incident with(Incident i, State state) {
        return new Incident(
                i.id(),
                i.details(),
                state,
                i.reportedAt(),
                i.affectedSubjects(),
                i.suggestedGrade(),
                i.grade(),
                i.gradeReason(),
                i.gradeLowered(),
                i.notices(),
                i.campaignId(),
                i.waiverReason(),
                i.handledAt(),
                i.closedAt());
    }

    static Incident with(Incident i, Details details) {
        return new Incident(
                i.id(),
                details,
                i.state(),
                i.reportedAt(),
                i.affectedSubjects(),
                i.suggestedGrade(),
                i.grade(),
                i.gradeReason(),
                i.gradeLowered(),
                i.notices(),
                i.campaignId(),
                i.waiverReason(),
                i.handledAt(),
                i.closedAt());
    }

    static Incident waived(Incident i, @Nullable String reason) {
        return new Incident(
                i.id(),
                i.details(),
                i.state(),
                i.reportedAt(),
                i.affectedSubjects(),
                i.suggestedGrade(),
                i.grade(),
                i.gradeReason(),
                i.gradeLowered(),
                i.notices(),
                i.campaignId(),
                reason,
                i.handledAt(),
                i.closedAt());
    }

    static Incident released(Incident i, int notices, UUID campaignId) {
        return new Incident(
                i.id(),
                i.details(),
                State.NOTIFYING,
                i.reportedAt(),
                i.affectedSubjects(),
                i.suggestedGrade(),
                i.grade(),
                i.gradeReason(),
                i.gradeLowered(),
                notices,
                campaignId,
                null,
                i.handledAt(),
                i.closedAt());
    }

    private static Incident closed(Incident i, Instant now) {
        return new Incident(
                i.id(),
                i.details(),
                State.CLOSED,
                i.reportedAt(),
                i.affectedSubjects(),
                i.suggestedGrade(),
                i.grade(),
                i.gradeReason(),
                i.gradeLowered(),
                i.notices(),
                i.campaignId(),
                i.waiverReason(),
                i.handledAt() == null ? now : i.handledAt(),
                now);
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    private static @Nullable String given(@Nullable String given, @Nullable String otherwise) {
        return given == null ? otherwise : given;
    }
}
