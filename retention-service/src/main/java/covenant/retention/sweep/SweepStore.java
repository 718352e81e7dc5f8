package covenant.retention.sweep;

import covenant.platform.time.ClockMark;
import covenant.retention.sweep.SweepState.StopReason;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SweepStore {
    static final String ERASURE = "erasure";

    private final Jdbi jdbi;

    SweepStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    SweepState lock() {
        return jdbi.withHandle(h -> h.createQuery("select * from sweep where name = :name for update")
                .bind("name", ERASURE)
                .map(SweepStore::read)
                .one());
    }

    SweepState find() {
        return jdbi.withHandle(h -> h.createQuery("select * from sweep where name = :name")
                .bind("name", ERASURE)
                .map(SweepStore::read)
                .one());
    }

    void ran(ClockMark mark) {
        jdbi.useHandle(h -> h.createUpdate("update sweep set last_run_at = :at, last_move = :move where name = :name")
                .bind("at", mark.at())
                .bind("move", mark.lastMove())
                .bind("name", ERASURE)
                .execute());
    }

    void stop(StopReason reason, Instant at, @Nullable Long leapSeconds, @Nullable Long due, @Nullable Long limit) {
        jdbi.useHandle(h -> h.createUpdate("update sweep set stopped_at = :at, reason = :reason, leap_seconds = :leap,"
                        + " due = :due, due_limit = :limit where name = :name")
                .bind("at", at)
                .bind("reason", reason.name())
                .bind("leap", leapSeconds)
                .bind("due", due)
                .bind("limit", limit)
                .bind("name", ERASURE)
                .execute());
    }

    void confirm(ClockMark mark, @Nullable Instant dueUntil, String by) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update sweep set stopped_at = null, reason = null, leap_seconds = null, due = null, due_limit = null,
                            last_run_at = :at, last_move = :move, confirmed_due_until = coalesce(:until, confirmed_due_until),
                            confirmed_by = :by, confirmed_at = :at where name = :name""")
                .bind("at", mark.at())
                .bind("move", mark.lastMove())
                .bind("until", dueUntil)
                .bind("by", by)
                .bind("name", ERASURE)
                .execute());
    }

    private static SweepState read(ResultSet row, StatementContext context) throws SQLException {
        Instant lastRun = instant(row, "last_run_at");
        String reason = row.getString("reason");
        return new SweepState(
                lastRun == null ? null : new ClockMark(lastRun, row.getLong("last_move")),
                reason == null ? null : StopReason.valueOf(reason),
                instant(row, "stopped_at"),
                number(row, "leap_seconds"),
                number(row, "due"),
                number(row, "due_limit"),
                instant(row, "confirmed_due_until"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
