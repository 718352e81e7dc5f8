package covenant.notification.incident;

import covenant.contracts.IncidentEvent;
import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.State;
import covenant.notification.template.CategoryLabels;
import covenant.platform.problem.Refusal;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** What an operator changes about an incident by hand: facts, grade, the end of handling, the state. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class IncidentChanges {
    private final Incidents incidents;
    private final IncidentStore store;
    private final Regulators regulators;
    private final AffectedSubjects affected;
    private final CategoryLabels catalogue;
    private final CovenantClock clock;

    IncidentChanges(
            Incidents incidents,
            IncidentStore store,
            Regulators regulators,
            AffectedSubjects affected,
            CategoryLabels catalogue,
            CovenantClock clock) {
        this.incidents = incidents;
        this.store = store;
        this.regulators = regulators;
        this.affected = affected;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Applies a change but for a lowered grade, which needs a second person: see {@link #lowersGrade}. */
    public Incident change(UUID id, IncidentRequests.Change c) {
        Incident before = incidents.lock(id);
        Incidents.requireOpen(before);
        Incident.Details details = c.appliedTo(before.details());
        catalogue.requireKnown(details.categories());
        Incident changed = before.describedBy(details);
        Grade grade = c.grade();
        if (grade != null && !IncidentRules.lowers(changed.grade(), grade)) {
            changed = incidents.assessed(changed, grade, c.gradeReason(), false);
        }
        if (c.handledAt() != null) {
            changed = handled(changed, c.handledAt());
        }
        store.update(changed);
        regulators.startFirst(changed);
        return c.state() == null || c.state() == changed.state() ? changed : moveTo(changed, c.state());
    }

    /** Whether this change asks for a grade below the present one (R-4.1.3-1: an approver decides). */
    public boolean lowersGrade(UUID id, IncidentRequests.Change c) {
        return c.grade() != null && IncidentRules.lowers(incidents.lock(id).grade(), c.grade());
    }

    private Incident handled(Incident incident, Instant at) {
        if (at.isBefore(incident.details().discoveredAt())
                || at.isAfter(clock.now().plusSeconds(60))) {
            throw Refusal.invalid("handledAt", "must lie between the discovery and now")
                    .asException();
        }
        regulators.startFinal(incident, at);
        return incident.handled(at);
    }

    private Incident moveTo(Incident incident, State to) {
        boolean told = to == State.NOTIFIED && affected.everyoneTold(incident.id(), incident.campaignId());
        IncidentRules.move(incident, to, told).ifPresent(refusal -> {
            throw refusal.asException();
        });
        Instant now = clock.now();
        Incident moved = to == State.CLOSED ? incident.closed(now) : incident.in(to);
        store.update(moved);
        switch (to) {
            case ASSESSED -> incidents.tellAssessed(moved);
            case CLOSED -> {
                Instant handled = moved.handledAt();
                regulators.startFinal(moved, handled == null ? now : handled);
                incidents.tell(moved, new IncidentEvent.IncidentClosed(moved.id(), moved.grade(), now));
            }
            // These moves have no event of their own: phases and notices tell them.
            case REPORTED, CONTAINED, NOTIFYING, NOTIFIED -> {}
        }
        return moved;
    }
}
