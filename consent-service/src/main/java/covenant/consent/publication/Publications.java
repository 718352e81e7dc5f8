package covenant.consent.publication;

import covenant.consent.alarm.Alarm;
import covenant.consent.alarm.Alarms;
import covenant.consent.erasure.SubjectForgotten;
import covenant.consent.publication.Publication.Status;
import covenant.contracts.SharingEvent.PublicDisclosureExecuted;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What happens to a publication: carried out where and as it was approved, taken down when its ground is gone (R-3.3.1-1). */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Publications {
    private final PublicationStore store;
    private final Alarms alarms;
    private final Outbox outbox;
    private final int takedownDays;

    Publications(
            PublicationStore store,
            Alarms alarms,
            Outbox outbox,
            @ConfigProperty(name = "covenant.publication.takedown.days", defaultValue = "15") int takedownDays) {
        this.store = store;
        this.alarms = alarms;
        this.outbox = outbox;
        this.takedownDays = takedownDays;
    }

    public void approved(
            UUID id, String subjectId, String place, List<String> categories, @Nullable UUID consentId, Instant at) {
        store.insert(new Publication(
                id, subjectId, place, categories, consentId, Status.APPROVED, at, null, null, null, null, null, null));
    }

    /**
     * It was published. Reporting it twice changes nothing.
     *
     * @throws RefusedException 403 {@code EXPLICIT_CONSENT_REQUIRED} for another place or other fields than approved
     */
    public Publication execute(UUID id, String place, List<String> categories, String by, Instant at) {
        Publication p = require(id);
        if (!p.place().equals(place) || !p.categories().containsAll(categories)) {
            throw new RefusedException(
                    ProblemCode.EXPLICIT_CONSENT_REQUIRED,
                    "Only the approved fields are published, in the approved place.");
        }
        if (p.status() == Status.CANCELLED || p.status() == Status.TAKEN_DOWN) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The approval to publish is over.");
        }
        if (p.status() == Status.APPROVED) {
            store.executed(id, by, at);
            outbox.append(EventDraft.about(
                    p.subjectId(), id.toString(), new PublicDisclosureExecuted(id, place, categories, at)));
        }
        return require(id);
    }

    /** Starts the takedown, or cancels what was not published yet. Twice is once. */
    public Publication takeDown(UUID id, String reason, Instant at) {
        Publication p = require(id);
        switch (p.status()) {
            case APPROVED -> store.takedown(id, Status.CANCELLED, reason, at, null);
            case EXECUTED ->
                store.takedown(
                        id, Status.TAKEDOWN_REQUESTED, reason, at, LegalCalendar.fullDaysAfter(at, takedownDays));
            case TAKEDOWN_REQUESTED, TAKEN_DOWN, CANCELLED -> {}
        }
        return require(id);
    }

    /** It is no longer there. */
    public Publication confirmTakedown(UUID id, String by, @Nullable String reference, Instant at) {
        Publication p = require(id);
        switch (p.status()) {
            case TAKEDOWN_REQUESTED -> {
                store.takenDown(id, by, reference, at);
                alarms.settled(Alarm.Code.TAKEDOWN_OVERDUE, id.toString(), by, at);
            }
            case TAKEN_DOWN -> {}
            case APPROVED, EXECUTED, CANCELLED ->
                throw new RefusedException(ProblemCode.STATE_CONFLICT, "No takedown was asked for.");
        }
        return require(id);
    }

    void late(UUID id, Instant now) {
        Publication p = require(id);
        if (p.status() == Status.TAKEDOWN_REQUESTED) {
            alarms.raise(Alarm.Code.TAKEDOWN_OVERDUE, id.toString(), p.subjectId(), now);
        }
    }

    /** The consent went with the person; what hangs on a wall somewhere is to be taken down all the same. */
    void forget(@Observes SubjectForgotten person) {
        store.liveOf(person.subjectId()).forEach(id -> takeDown(id, "person erased", person.at()));
        store.pseudonymise(person.subjectId(), person.pseudonym());
    }

    private Publication require(UUID id) {
        return store.lock(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such publication."));
    }
}
