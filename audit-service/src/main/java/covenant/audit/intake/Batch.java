package covenant.audit.intake;

import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Fact;
import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.Pseudonyms;
import covenant.audit.ledger.Ledger;
import covenant.audit.ledger.Outcome;
import covenant.contracts.AuditEvent.AuditIntegrityFailed;
import covenant.contracts.AuditEvent.IntegrityFailure;
import covenant.contracts.RetentionEvent.SubjectErased;
import covenant.contracts.Topic;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction of the intake: the entries, and what follows from some of them. */
@ApplicationScoped
class Batch {

    private static final String SUBJECT_ERASED = SubjectErased.class.getSimpleName();

    private final Ledger ledger;
    private final PersonKeys keys;
    private final Pseudonyms pseudonyms;
    private final Outbox outbox;
    private final CovenantClock clock;

    Batch(Ledger ledger, PersonKeys keys, Pseudonyms pseudonyms, Outbox outbox, CovenantClock clock) {
        this.ledger = ledger;
        this.keys = keys;
        this.pseudonyms = pseudonyms;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @return what became of each draft, in order */
    @Transactional
    List<Outcome> take(List<Draft> drafts) {
        List<Outcome> outcomes = ledger.appendDrafts(drafts);
        for (int i = 0; i < drafts.size(); i++) {
            Fact fact = drafts.get(i).fact();
            switch (outcomes.get(i)) {
                case Outcome.Logged logged -> erase(fact);
                case Outcome.Duplicate duplicate -> {}
                case Outcome.IdReused reused -> report(fact);
            }
        }
        return outcomes;
    }

    /** The order to forget a person binds this service too: its key is destroyed, the log stays whole. */
    private void erase(Fact fact) {
        if (fact.type().equals(SUBJECT_ERASED)
                && fact.origin().topic().equals(Topic.RETENTION.topicName())
                && fact.subjectId() != null) {
            keys.shred(pseudonyms.ofSubject(fact.subjectId()));
        }
    }

    private void report(Fact fact) {
        outbox.append(EventDraft.of(
                fact.origin().topic(),
                new AuditIntegrityFailed(IntegrityFailure.EVENT_ID_REUSED, null, uuid(fact.eventId()), clock.now())));
    }

    private static @Nullable UUID uuid(String eventId) {
        try {
            return UUID.fromString(eventId);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
