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
     * @param subject pseudonym of the person concerned, absent if there is none
     * @param actor as the leaf names it
     * @param commitment to the sealed part
     * @param payloadMac tells whether a second event of the same id says the same
     */
    public record Draft(
            Fact fact, @Nullable String subject, String actor, Sealed sealed, String commitment, byte[] payloadMac) {

        /** Instants are cut to microseconds, which is what the database keeps. */
        public Leaf leaf(Instant loggedAt) {
            return new Leaf(
                    fact.eventId(),
                    fact.source(),
                    fact.service(),
                    fact.type(),
                    micros(fact.occurredAt()),
                    micros(fact.recordedAt()),
                    micros(loggedAt),
                    subject,
                    actor,
                    fact.correlationId(),
                    fact.causationId(),
                    fact.policyVersion(),
                    fact.schema(),
                    fact.origin().topic(),
                    fact.origin().partition(),
                    fact.origin().offset(),
                    commitment);
        }
    }

    /** All that can be made ready before the log is locked. */
    public Draft draft(Fact fact) {
        Sealed sealed = Sealed.of(fact);
        return new Draft(
                fact,
                fact.subjectId() == null ? null : pseudonyms.ofSubject(fact.subjectId()),
                actor(fact),
                sealed,
                sealed.commitment(),
                pseudonyms.ofPayload(fact.details()));
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
