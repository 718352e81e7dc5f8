package covenant.retention.termination;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class TerminationStore {
    private final Jdbi jdbi;

    TerminationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest termination, its row locked. */
    Optional<Termination> lock() {
        return jdbi.withHandle(
                h -> h.createQuery("select * from service_termination order by scheduled_at desc limit 1 for update")
                        .map(TerminationStore::read)
                        .findOne());
    }

    Optional<Termination> current() {
        return jdbi.withHandle(
                h -> h.createQuery("select * from service_termination order by scheduled_at desc limit 1")
                        .map(TerminationStore::read)
                        .findOne());
    }

    void schedule(
            UUID id,
            Instant terminateAt,
            @Nullable Instant lastNoticeAt,
            boolean noticesAnew,
            String by,
            String approver,
            Instant now) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into service_termination (id, terminate_at, requested_by, approved_by, scheduled_at, last_notice_at)
                        values (:id, :at, :by, :approver, :now, :notice)
                        on conflict (id) do update set terminate_at = excluded.terminate_at,
                            requested_by = excluded.requested_by, approved_by = excluded.approved_by,
                            scheduled_at = excluded.scheduled_at, last_notice_at = excluded.last_notice_at,
                            notices_from = case when :anew then excluded.scheduled_at
                                else service_termination.notices_from end""")
                .bind("id", id)
                .bind("at", terminateAt)
                .bind("by", by)
                .bind("approver", approver)
                .bind("now", now)
                .bind("notice", lastNoticeAt)
                .bind("anew", noticesAnew)
                .execute());
    }

    /**
     * The first campaign that told everyone counts: a later one, of a postponed end, takes nothing back. Notices from before
     * the end was brought forward named another day.
     */
    void noticed(UUID id, Instant lastNoticeAt) {
        jdbi.useHandle(h -> h.createUpdate("update service_termination set last_notice_at = :at where id = :id"
                        + " and executed_at is null and last_notice_at is null"
                        + " and (notices_from is null or notices_from <= :at)")
                .bind("at", lastNoticeAt)
                .bind("id", id)
                .execute());
    }

    void executed(UUID id, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update service_termination set executed_at = :at where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute());
    }

    void finished(UUID id, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update service_termination set finished_at = :at where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute());
    }

    private static Termination read(ResultSet row, StatementContext context) throws SQLException {
        return new Termination(
                row.getObject("id", UUID.class),
                row.getTimestamp("terminate_at").toInstant(),
                row.getTimestamp("scheduled_at").toInstant(),
                instant(row, "last_notice_at"),
                instant(row, "executed_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
