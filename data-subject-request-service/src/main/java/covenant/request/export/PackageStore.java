package covenant.request.export;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of packages. Runs in the caller's transaction. */
@ApplicationScoped
class PackageStore {
    private final Jdbi jdbi;

    PackageStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    enum Status {
        DUE,
        READY,
        TAKEN,
        GONE
    }

    record Row(
            UUID requestId,
            String subjectId,
            Status status,
            boolean partial,
            @Nullable UUID blobId,
            int attempts,
            @Nullable Instant expiresAt,
            @Nullable Instant takenAt,
            boolean finished,
            int renewals) {}

    /** To be built; a full one is never taken back to a partial one. */
    void due(UUID requestId, String subjectId, boolean partial, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("insert into package as p (request_id, subject_id, status, partial, due_at)"
                        + " values (:request, :subject, 'DUE', :partial, :now) on conflict (request_id) do update set"
                        + " status = 'DUE', partial = excluded.partial and (p.partial or p.status <> 'DUE'),"
                        + " due_at = excluded.due_at, attempts = 0")
                .bind("request", requestId)
                .bind("subject", subjectId)
                .bind("partial", partial)
                .bind("now", now)
                .execute());
    }

    List<UUID> candidates(Instant now, int atMost) {
        return jdbi.withHandle(
                h -> h.createQuery("select request_id from package where status = 'DUE' and due_at <= :now"
                                + " order by due_at limit :limit")
                        .bind("now", now)
                        .bind("limit", atMost)
                        .mapTo(UUID.class)
                        .list());
    }

    /** The row, locked; empty while another replica has it. */
    Optional<Row> claim(UUID requestId, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("select * from package where request_id = :request and status = 'DUE'"
                        + " and due_at <= :now for update skip locked")
                .bind("request", requestId)
                .bind("now", now)
                .map(PackageStore::read)
                .findOne());
    }

    Optional<Row> find(UUID requestId) {
        return one("select * from package where request_id = :request", requestId);
    }

    Optional<Row> lock(UUID requestId) {
        return one("select * from package where request_id = :request for update", requestId);
    }

    private Optional<Row> one(String sql, UUID requestId) {
        return jdbi.withHandle(h -> h.createQuery(sql)
                .bind("request", requestId)
                .map(PackageStore::read)
                .findOne());
    }

    void ready(UUID requestId, UUID blobId, Instant builtAt, Instant expiresAt) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update package set status = 'READY', blob_id = :blob, built_at = :built,"
                                + " expires_at = :expires, taken_at = null, finished_at = null, renewals = 0 where request_id = :request")
                .bind("blob", blobId)
                .bind("built", builtAt)
                .bind("expires", expiresAt)
                .bind("request", requestId)
                .execute());
    }

    void status(UUID requestId, Status status, @Nullable Instant takenAt) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update package set status = :status, taken_at = :taken, finished_at = null where request_id = :request")
                .bind("status", status.name())
                .bind("taken", takenAt)
                .bind("request", requestId)
                .execute());
    }

    /** It went out whole; the content stays for a while, in case it did not arrive. */
    void finished(UUID requestId, Instant at) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update package set finished_at = :at" + " where request_id = :request and status = 'TAKEN'")
                .bind("at", at)
                .bind("request", requestId)
                .execute());
    }

    /** One more link for the same content. */
    void renew(UUID requestId) {
        jdbi.useHandle(h -> h.createUpdate("update package set status = 'READY', taken_at = null, finished_at = null,"
                        + " renewals = renewals + 1 where request_id = :request")
                .bind("request", requestId)
                .execute());
    }

    /** Deletes the content. */
    void empty(UUID requestId, Status status) {
        jdbi.useHandle(h -> {
            Optional<UUID> blob = h.createQuery(
                            "select blob_id from package where request_id = :request" + " and blob_id is not null")
                    .bind("request", requestId)
                    .mapTo(UUID.class)
                    .findOne();
            h.createUpdate("update package set status = :status, blob_id = null where request_id = :request")
                    .bind("status", status.name())
                    .bind("request", requestId)
                    .execute();
            blob.ifPresent(id -> h.createUpdate("delete from blob where id = :id")
                    .bind("id", id)
                    .execute());
        });
    }

    void retryLater(UUID requestId, Instant now) {
        jdbi.useHandle(
                h -> h.createUpdate("update package set attempts = attempts + 1, due_at = cast(:now as timestamptz) +"
                                + " least(attempts + 1, 60) * interval '10 seconds' where request_id = :request"
                                + " and status = 'DUE'")
                        .bind("now", now)
                        .bind("request", requestId)
                        .execute());
    }

    /**
     * Packages whose seven days are over, and taken ones whose content is not needed any more.
     *
     * @param finishedBefore a download that was finished before then arrived
     */
    List<UUID> expired(Instant now, Instant finishedBefore, int atMost) {
        return jdbi.withHandle(h -> h.createQuery("select request_id from package where (status in ('READY', 'TAKEN')"
                        + " and blob_id is not null and expires_at <= :now) or (status = 'TAKEN'"
                        + " and blob_id is not null and finished_at < :finished)"
                        + " limit :limit for update skip locked")
                .bind("now", now)
                .bind("finished", finishedBefore)
                .bind("limit", atMost)
                .mapTo(UUID.class)
                .list());
    }

    private static Row read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp expires = row.getTimestamp("expires_at");
        Timestamp taken = row.getTimestamp("taken_at");
        return new Row(
                row.getObject("request_id", UUID.class),
                row.getString("subject_id"),
                Status.valueOf(row.getString("status")),
                row.getBoolean("partial"),
                row.getObject("blob_id", UUID.class),
                row.getInt("attempts"),
                expires == null ? null : expires.toInstant(),
                taken == null ? null : taken.toInstant(),
                row.getTimestamp("finished_at") != null,
                row.getInt("renewals"));
    }
}
