package covenant.consent.erasure;

import covenant.consent.grant.ConsentStates;
import covenant.consent.grant.ConsentStore;
import covenant.consent.grant.Endings;
import covenant.consent.grant.GrantService;
import covenant.consent.grant.Outcome;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.EndCause;
import covenant.contracts.ConsentStateEvent.ConsentState;
import covenant.contracts.Topic;
import covenant.platform.crypto.BlindIndex;
import covenant.platform.crypto.SubjectKeys;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets a person: the key is shredded, the evidence goes on under a keyed pseudonym for as long as the law wants it, the compacted
 * topic gets tombstones, and the row of the person says nothing but "erased" (architecture 4, AC-48).
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Erasure {
    private static final List<String> FORGOTTEN = List.of(
            "account",
            "objection",
            "delivered_notice",
            "acknowledgement",
            "reconsent",
            "restriction",
            "linked_account");

    private final SubjectStore subjects;
    private final ConsentStore evidence;
    private final GrantService consents;
    private final SubjectKeys keys;
    private final BlindIndex pseudonyms;
    private final Outbox outbox;
    private final Event<SubjectForgotten> forgotten;
    private final CovenantClock clock;
    private final Jdbi jdbi;

    Erasure(
            SubjectStore subjects,
            ConsentStore evidence,
            GrantService consents,
            SubjectKeys keys,
            BlindIndex pseudonyms,
            Outbox outbox,
            Event<SubjectForgotten> forgotten,
            CovenantClock clock,
            Jdbi jdbi) {
        this.subjects = subjects;
        this.evidence = evidence;
        this.consents = consents;
        this.keys = keys;
        this.pseudonyms = pseudonyms;
        this.outbox = outbox;
        this.forgotten = forgotten;
        this.clock = clock;
        this.jdbi = jdbi;
    }

    /** Twice is once. */
    void erase(String subjectId, Instant at) {
        SubjectState state = subjects.lock(subjectId);
        if (state.erased()) {
            return;
        }
        SubjectState ended = consents.change(subjectId, s -> Endings.endAll(s, EndCause.SUBJECT_ERASED, null, at));
        ConsentStates.purposes(ended)
                .forEach(purpose -> outbox.tombstone(Topic.CONSENT_STATE, ConsentState.key(subjectId, purpose)));
        keys.shred(subjectId);
        subjects.erase(subjectId);
        String pseudonym = pseudonyms.pseudonym("consent.subject", subjectId);
        evidence.pseudonymise(subjectId, pseudonym);
        jdbi.useHandle(h -> {
            for (String table : FORGOTTEN) {
                h.createUpdate("delete from " + table + " where subject_id = :subject")
                        .bind("subject", subjectId)
                        .execute();
            }
            h.createUpdate(
                            "update exception_use set subject_ids = array_replace(subject_ids, :subject, '~' || :pseudonym)"
                                    + " where :subject = any(subject_ids)")
                    .bind("pseudonym", pseudonym)
                    .bind("subject", subjectId)
                    .execute();
        });
        forgotten.fire(new SubjectForgotten(subjectId, pseudonym, at));
    }

    /** The birth date, when its erasure is ordered; returns how many values went. */
    long eraseBirthDate(String subjectId) {
        SubjectState state = subjects.lock(subjectId);
        consents.save(state, new Outcome.Changed(state.ageless(), List.of()), clock.now());
        return jdbi.withHandle(h -> h.createUpdate("update subject_state set birth_date = null, minor = false"
                        + " where subject_id = :subject and birth_date is not null")
                .bind("subject", subjectId)
                .execute());
    }

    /** Evidence of consents that are over goes under a pseudonym; what still lives is needed to answer. */
    long pseudonymiseEvidence(String subjectId) {
        subjects.lock(subjectId);
        return jdbi.withHandle(h -> h.createUpdate("update consent set subject_id = :pseudonym, guardian_id = null,"
                        + " guardian_evidence = null where subject_id = :subject and status <> 'GRANTED'")
                .bind("subject", subjectId)
                .bind("pseudonym", pseudonyms.pseudonym("consent.subject", subjectId))
                .execute());
    }
}
