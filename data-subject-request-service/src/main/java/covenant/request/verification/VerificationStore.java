package covenant.request.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Codes, failures and proofs. Runs in the caller's transaction. */
@ApplicationScoped
public class VerificationStore {
    private final Jdbi jdbi;

    VerificationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A code that was sent, as a keyed hash. */
    record Challenge(UUID id, byte[] codeHmac, Instant expiresAt, boolean used) {}

    void put(UUID requestId, UUID id, byte[] codeHmac, Instant sentAt, Instant expiresAt) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into identity_challenge (request_id, id, code_hmac, sent_at, expires_at)"
                                + " values (:request, :id, :hmac, :sent, :expires) on conflict (request_id) do update set"
                                + " id = excluded.id, code_hmac = excluded.code_hmac, sent_at = excluded.sent_at,"
                                + " expires_at = excluded.expires_at, used = false")
                        .bind("request", requestId)
                        .bind("id", id)
                        .bind("hmac", codeHmac)
                        .bind("sent", sentAt)
                        .bind("expires", expiresAt)
                        .execute());
    }

    Optional<Challenge> challenge(UUID requestId) {
        return jdbi.withHandle(h -> h.createQuery("select id, code_hmac, expires_at, used from identity_challenge"
                        + " where request_id = :request")
                .bind("request", requestId)
                .map((row, context) -> new Challenge(
                        row.getObject("id", UUID.class),
                        row.getBytes("code_hmac"),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getBoolean("used")))
                .findOne());
    }

    /** A code works once; the hash goes as soon as it served or can serve no more. */
    void endChallenge(UUID requestId) {
        jdbi.useHandle(h -> h.createUpdate("delete from identity_challenge where request_id = :request")
                .bind("request", requestId)
                .execute());
    }

    /** The person's guard, its row locked: two attempts at once count as two. */
    Guard lockGuard(String subjectId) {
        return jdbi.withHandle(h -> {
            h.createUpdate("insert into identity_guard (subject_id) values (:subject) on conflict do nothing")
                    .bind("subject", subjectId)
                    .execute();
            return h.createQuery("select * from identity_guard where subject_id = :subject for update")
                    .bind("subject", subjectId)
                    .map((row, context) -> new Guard(
                            row.getInt("failed"),
                            instant(row.getTimestamp("last_failed")),
                            instant(row.getTimestamp("locked_until")),
                            row.getInt("sent"),
                            instant(row.getTimestamp("sent_since"))))
                    .one();
        });
    }

    void save(String subjectId, Guard guard) {
        jdbi.useHandle(h -> h.createUpdate("update identity_guard set failed = :failed, last_failed = :last,"
                        + " locked_until = :locked, sent = :sent, sent_since = :since where subject_id = :subject")
                .bind("failed", guard.failed())
                .bind("last", guard.lastFailed())
                .bind("locked", guard.lockedUntil())
                .bind("sent", guard.sent())
                .bind("since", guard.sentSince())
                .bind("subject", subjectId)
                .execute());
    }

    /** False when this assertion was used before. */
    boolean useAssertion(byte[] id, Instant expiresAt) {
        return jdbi.withHandle(h -> h.createUpdate("insert into used_assertion (id, expires_at) values (:id, :expires)"
                                + " on conflict do nothing")
                        .bind("id", id)
                        .bind("expires", expiresAt)
                        .execute())
                == 1;
    }

    void addProof(
            UUID id,
            UUID requestId,
            String subjectId,
            String kind,
            String outcome,
            String by,
            Instant at,
            byte[] sealed) {
        jdbi.useHandle(h -> h.createUpdate("insert into identity_proof (id, request_id, subject_id, kind, outcome,"
                        + " checked_by, checked_at, sealed) values (:id, :request, :subject, :kind, :outcome, :by, :at,"
                        + " :sealed)")
                .bind("id", id)
                .bind("request", requestId)
                .bind("subject", subjectId)
                .bind("kind", kind)
                .bind("outcome", outcome)
                .bind("by", by)
                .bind("at", at)
                .bind("sealed", sealed)
                .execute());
    }

    /** A proof that is still held. */
    public record HeldProof(String kind, String outcome, Instant checkedAt, byte[] sealed) {}

    /** Oldest first. */
    public List<HeldProof> of(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select * from identity_proof where subject_id = :subject"
                        + " and sealed is not null order by checked_at, id limit 500")
                .bind("subject", subjectId)
                .map((row, context) -> new HeldProof(
                        row.getString("kind"),
                        row.getString("outcome"),
                        row.getTimestamp("checked_at").toInstant(),
                        row.getBytes("sealed")))
                .list());
    }

    /** Erases what proofs hold, not that there was one; returns how many there were. */
    public int eraseProofsOf(String subjectId) {
        return jdbi.withHandle(h -> h.createUpdate("update identity_proof set sealed = null"
                        + " where subject_id = :subject and sealed is not null")
                .bind("subject", subjectId)
                .execute());
    }

    /** Erases proofs of requests closed before that instant (R-5.2.1-3), at most so many. */
    public int eraseProofsClosedBefore(Instant closedBefore, int atMost) {
        return jdbi.withHandle(h -> h.createUpdate("update identity_proof set sealed = null where id in (select p.id"
                        + " from identity_proof p join request r on r.id = p.request_id where p.sealed is not null"
                        + " and not r.open and r.closed_at < :before limit :limit)")
                .bind("before", closedBefore)
                .bind("limit", atMost)
                .execute());
    }

    /** Forgets codes that can serve no more, by Covenant's clock. */
    public int forgetExpiredCodes(Instant now) {
        return jdbi.withHandle(h -> h.createUpdate("delete from identity_challenge where expires_at < :now")
                .bind("now", now)
                .execute());
    }

    /**
     * Forgets assertions that can serve no more. They expire by the system's clock, as all tokens do: were they forgotten by
     * Covenant's clock, one that was set ahead would let a used assertion prove an identity again. The margin is for clocks
     * of the database and of the services that differ.
     */
    public int forgetExpiredAssertions() {
        return jdbi.withHandle(
                h -> h.createUpdate("delete from used_assertion where expires_at < now() - interval '1 hour'")
                        .execute());
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
