package covenant.platform.time;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The offset of the sandbox clock in the database: survives a restart, shared by all replicas of a service. */
final class SandboxClockStore {
    static final RowMapper<ClockMove> MOVE = (row, context) -> new ClockMove(
            row.getLong("number"),
            row.getTimestamp("moved_at").toInstant(),
            row.getTimestamp("from").toInstant(),
            row.getTimestamp("to").toInstant(),
            Duration.ofNanos(row.getLong("shift_nanos")),
            row.getBoolean("confirmed"));

    private static final Duration BOUND = Duration.ofDays(36_525);
    private static final int ATTEMPTS = 20;

    private final Jdbi jdbi;

    SandboxClockStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record State(long offsetNanos, long moves) {}

    Duration offset() {
        return Duration.ofNanos(state().offsetNanos());
    }

    /**
     * Moves the clock and writes the move down, in one statement; a move by another replica at the same moment comes before or
     * after it, never over it.
     *
     * @param target what the clock shall show, given what it shows
     * @return the new offset
     * @throws IllegalArgumentException if the target lies more than 100 years from the system's time
     */
    Duration move(Instant systemNow, UnaryOperator<Instant> target, boolean confirmed) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            State state = state();
            Instant from = systemNow.plusNanos(state.offsetNanos());
            Instant to = target.apply(from);
            Duration offset = checked(systemNow, to);
            if (tryMove(state, systemNow, from, to, offset, confirmed).isPresent()) {
                return offset;
            }
        }
        throw new IllegalStateException("The sandbox clock is being moved by too many at once");
    }

    private OptionalLong tryMove(
            State seen, Instant systemNow, Instant from, Instant to, Duration offset, boolean confirmed) {
        int written = jdbi.withHandle(handle -> handle.createUpdate("""
                        WITH moved AS (
                            UPDATE sandbox_clock SET offset_nanos = :offset, moves = moves + 1
                            WHERE moves = :seen RETURNING moves)
                        INSERT INTO sandbox_clock_move (id, moved_at, from_instant, to_instant, shift_nanos, confirmed)
                        SELECT moves, :system, :from, :to, :shift, :confirmed FROM moved
                        """)
                .bind("offset", offset.toNanos())
                .bind("seen", seen.moves())
                .bind("system", systemNow)
                .bind("from", from)
                .bind("to", to)
                .bind("shift", offset.toNanos() - seen.offsetNanos())
                .bind("confirmed", confirmed)
                .execute());
        return written == 1 ? OptionalLong.of(seen.moves() + 1) : OptionalLong.empty();
    }

    private State state() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT offset_nanos, moves FROM sandbox_clock")
                .map((row, context) -> new State(row.getLong(1), row.getLong(2)))
                .one());
    }

    private static Duration checked(Instant systemNow, Instant to) {
        Duration offset = Duration.between(systemNow, to);
        if (offset.abs().compareTo(BOUND) > 0) {
            throw new IllegalArgumentException("more than 100 years from the system's time");
        }
        return offset;
    }
}
