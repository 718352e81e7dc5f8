package covenant.audit.intake;

import covenant.audit.entry.Fact;
import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.Pseudonyms;
import covenant.audit.entry.Sealer.Ready;
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
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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

    /**
     * The order to forget a person binds this service too: the key is destroyed, the log stays whole.
     *
     * @return what became of each, in order
     */
    @Transactional
    List<Outcome> take(List<Ready> arrived) {
        List<Outcome> outcomes = ledger.appendSealed(arrived);
        // Keys are made in the same order, for the next batch meanwhile: the two cannot wait for each other in a
        // circle.
        SortedSet<String> erased = new TreeSet<>();
        for (int i = 0; i < arrived.size(); i++) {
            Fact fact = arrived.get(i).draft().fact();
            switch (outcomes.get(i)) {
                case Outcome.Logged logged ->
                    erased(fact).map(pseudonyms::ofSubject).ifPresent(erased::add);
                case Outcome.Duplicate duplicate -> {}
                case Outcome.IdReused reused -> report(fact);
            }
        }
        erased.forEach(keys::shred);
        return outcomes;
    }

    private static Optional<String> erased(Fact fact) {
        return fact.type().equals(SUBJECT_ERASED) && fact.origin().topic().equals(Topic.RETENTION.topicName())
                ? Optional.ofNullable(fact.subjectId())
                : Optional.empty();
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
