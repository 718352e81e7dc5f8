package covenant.platform.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the clock's moves, so that a sweep can tell a confirmed move from a leap of the clock (T-9). In production
 * there are no moves, and every large difference is a leap.
 */
@ApplicationScoped
public class ClockMoves {
    private static final String COLUMNS =
            "id AS number, moved_at, from_instant AS \"from\", to_instant AS \"to\", shift_nanos, confirmed";

    private final Jdbi jdbi;
    private final InstantSource clock;

    @Inject
    public ClockMoves(Jdbi jdbi, CovenantClock clock) {
        this(jdbi, (InstantSource) clock);
    }

    ClockMoves(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** The newest moves first, at most {@code limit}. */
    public List<ClockMove> list(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM sandbox_clock_move ORDER BY id DESC LIMIT :limit")
                .bind("limit", limit)
                .map(SandboxClockStore.MOVE)
                .list());
    }

    /** The newest move that counts as confirmed by an operator. */
    public Optional<ClockMove> lastConfirmed() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM sandbox_clock_move WHERE confirmed ORDER BY id DESC LIMIT 1")
                .map(SandboxClockStore.MOVE)
                .findOne());
    }

    /** The present mark, for a sweep to store with its run. */
    public ClockMark mark() {
        while (true) {
            long before = moves();
            Instant at = freshNow();
            if (moves() == before) {
                return new ClockMark(at, before);
            }
        }
    }

    /**
     * The present mark, and how far the clock went between the two. Who goes on from here keeps to this mark: a clock that is asked again may
     * have leapt since.
     *
     * @param earlier null before the first run: then nothing is unexplained
     */
    public ClockPassage since(@Nullable ClockMark earlier) {
        if (earlier == null) {
            return new ClockPassage(mark(), Duration.ZERO);
        }
        while (true) {
            long before = moves();
            long confirmed = confirmedSince(earlier);
            Instant now = freshNow();
            if (moves() == before) {
                return new ClockPassage(
                        new ClockMark(now, before),
                        Duration.between(earlier.at(), now).minusNanos(confirmed));
            }
        }
    }

    private long confirmedSince(ClockMark earlier) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT coalesce(sum(shift_nanos), 0)::bigint FROM sandbox_clock_move WHERE confirmed AND id > :id")
                .bind("id", earlier.lastMove())
                .mapTo(Long.class)
                .one());
    }

    private long moves() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT moves FROM sandbox_clock")
                .mapTo(Long.class)
                .one());
    }

    /** The clock as the database knows it: a replica may lag behind a move that it can already read of. */
    private Instant freshNow() {
        if (clock instanceof CovenantClock covenantClock) {
            covenantClock.refresh();
        }
        return clock.instant();
    }
}
