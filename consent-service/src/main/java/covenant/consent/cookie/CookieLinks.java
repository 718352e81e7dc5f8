package covenant.consent.cookie;

import covenant.consent.catalogue.Category;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.Decision;
import covenant.contracts.ConsentEvent.DecisionRecorded;
import covenant.platform.crypto.BlindIndex;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Which person a cookie is recognised as (policy 2.3). A link is a processing act under COOKIE_NECESSARY and is recorded; once the
 * account was closed, everybody was logged out or the cookies were cleared, the cookie is nobody's (R-2.3-1).
 */
@ApplicationScoped
class CookieLinks {
    private static final String FIELD = "cookie_link.cookie_id";
    private static final String PURPOSE = "COOKIE_NECESSARY";

    private final SubjectStore subjects;
    private final BlindIndex index;
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final CovenantClock clock;

    CookieLinks(SubjectStore subjects, BlindIndex index, Jdbi jdbi, Outbox outbox, CovenantClock clock) {
        this.subjects = subjects;
        this.index = index;
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    record Registration(String name, String domain, String purpose) {}

    Optional<Registration> registration(String name, String domain) {
        return jdbi.withHandle(h -> h.createQuery("select name, domain, purpose from cookie_registration"
                        + " where name = :name and domain = :domain")
                .bind("name", name)
                .bind("domain", domain)
                .map((row, context) -> new Registration(row.getString(1), row.getString(2), row.getString(3)))
                .findOne());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void link(String subjectId, Registration cookie, String cookieId) {
        SubjectState state = subjects.lock(subjectId);
        if (state.erased() || state.restricted()) {
            throw new RefusedException(ProblemCode.PROCESSING_RESTRICTED, "No account is open.");
        }
        if (state.acceptedVersion() == null) {
            throw new RefusedException(ProblemCode.CONSENT_REQUIRED, "No policy version was accepted.");
        }
        Instant now = clock.now();
        jdbi.useHandle(h -> h.createUpdate("insert into cookie_link (cookie_hmac, subject_id, name, domain, linked_at)"
                        + " values (:cookie, :subject, :name, :domain, :at) on conflict (cookie_hmac) do update"
                        + " set subject_id = excluded.subject_id, linked_at = excluded.linked_at")
                .bind("cookie", hmac(cookie, cookieId))
                .bind("subject", subjectId)
                .bind("name", cookie.name())
                .bind("domain", cookie.domain())
                .bind("at", now)
                .execute());
        String version = state.acceptedVersion().toString();
        outbox.append(EventDraft.about(
                        subjectId,
                        subjectId + "/decisions",
                        new DecisionRecorded(
                                Ids.next(now),
                                Decision.PERMIT,
                                "PERMITTED",
                                "CONTRACT",
                                PURPOSE,
                                Category.COOKIE_ID,
                                "AUTOMATIC",
                                null,
                                null,
                                null,
                                version,
                                now))
                .policyVersion(version));
    }

    /** The person, while the link counts. */
    Optional<String> read(Registration cookie, String cookieId) {
        return jdbi.withHandle(h -> h.createQuery(
                                "select subject_id, linked_at from cookie_link where cookie_hmac = :cookie")
                        .bind("cookie", hmac(cookie, cookieId))
                        .map((row, context) ->
                                Map.entry(row.getString(1), row.getTimestamp(2).toInstant()))
                        .findOne())
                .filter(link -> counts(subjects.find(link.getKey()), link.getValue()))
                .map(Map.Entry::getKey);
    }

    private static boolean counts(SubjectState state, Instant linkedAt) {
        Instant ended = state.marks().endedAt();
        return !state.restricted() && !state.erased() && (ended == null || linkedAt.isAfter(ended));
    }

    /** Logged out everywhere, or cleared. */
    int forget(String subjectId) {
        return jdbi.withHandle(h -> h.createUpdate("delete from cookie_link where subject_id = :subject")
                .bind("subject", subjectId)
                .execute());
    }

    private byte[] hmac(Registration cookie, String cookieId) {
        return index.hmac(FIELD, cookie.domain() + "/" + cookie.name() + "/" + cookieId);
    }
}
