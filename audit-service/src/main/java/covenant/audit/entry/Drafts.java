package covenant.audit.entry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Turns a fact into leaf and sealed details: pure but for the salt. */
@ApplicationScoped
public class Drafts {

    private static final String SUBJECT = "SUBJECT";

    private final Pseudonyms pseudonyms;

    public Drafts(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /**
     * An entry that has no place in the log yet.
     *
     * @param payloadMac tells whether a second event of the same id says the same
     */
    public record Draft(Fact fact, Leaf leaf, Sealed sealed, byte[] payloadMac) {}

    /** Instants are cut to microseconds, which is what the database keeps. */
    public Draft draft(Fact fact, Instant loggedAt) {
        Sealed sealed = Sealed.of(fact);
        @Nullable String subject = fact.subjectId() == null ? null : pseudonyms.ofSubject(fact.subjectId());
        Leaf leaf = new Leaf(
                fact.eventId(),
                fact.source(),
                fact.service(),
                fact.type(),
                micros(fact.occurredAt()),
                micros(fact.recordedAt()),
                micros(loggedAt),
                subject,
                actor(fact),
                fact.correlationId(),
                fact.causationId(),
                fact.policyVersion(),
                fact.schema(),
                fact.origin().topic(),
                fact.origin().partition(),
                fact.origin().offset(),
                sealed.commitment());
        return new Draft(fact, leaf, sealed, pseudonyms.ofPayload(fact.details()));
    }

    /** The person as actor goes under the pseudonym; operators and systems have pseudonymous ids of their own. */
    private String actor(Fact fact) {
        boolean person =
                fact.actor().type().equals(SUBJECT) || fact.actor().id().equals(fact.subjectId());
        return person
                ? fact.actor().type() + ":" + pseudonyms.ofSubject(fact.actor().id())
                : fact.actor().header();
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
