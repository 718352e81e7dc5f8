package covenant.request.deadline;

import covenant.platform.time.ClockMark;
import covenant.platform.time.ClockMoves;
import covenant.platform.time.ClockPassage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps a sweep that erases from believing a clock that leapt (T-9): after a leap that no operator stands behind it stops
 * until somebody confirms the move. Runs in the caller's transaction.
 */
@ApplicationScoped
class SweepMarks {
    private static final Logger LOG = Logger.getLogger(SweepMarks.class);
    private static final Duration LEAP = Duration.ofHours(48);
    private static final Duration BACK = Duration.ofMinutes(5);

    private final Jdbi jdbi;
    private final ClockMoves moves;

    SweepMarks(Jdbi jdbi, ClockMoves moves) {
        this.jdbi = jdbi;
        this.moves = moves;
    }

    /**
     * The instant for which the sweep may run, marked; empty if it may not. The sweep keeps to this instant: the clock may leap the moment after. A
     * service that was down for longer halts, too.
     */
    Optional<Instant> mayRun(String name) {
        Optional<ClockMark> last = jdbi.withHandle(h -> h.createQuery(
                        "select at, last_move from sweep_mark where name = :name for update")
                .bind("name", name)
                .map((row, context) -> new ClockMark(row.getTimestamp("at").toInstant(), row.getLong("last_move")))
                .findOne());
        ClockPassage passage = moves.since(last.orElse(null));
        Duration unexplained = passage.unexplained();
        if (unexplained.compareTo(LEAP) > 0 || unexplained.compareTo(BACK.negated()) < 0) {
            LOG.errorf("Sweep %s stopped: the clock went %s without an operator's word", name, unexplained);
            jdbi.useHandle(h -> h.createUpdate("update sweep_mark set halted = true where name = :name")
                    .bind("name", name)
                    .execute());
            return Optional.empty();
        }
        mark(name, passage.to());
        return Optional.of(passage.to().at());
    }

    /** An operator stands behind the clock: go on from here. */
    void mark(String name) {
        mark(name, moves.mark());
    }

    private void mark(String name, ClockMark now) {
        jdbi.useHandle(h -> h.createUpdate("insert into sweep_mark (name, at, last_move) values (:name, :at, :move)"
                        + " on conflict (name) do update set at = excluded.at, last_move = excluded.last_move,"
                        + " halted = false")
                .bind("name", name)
                .bind("at", now.at())
                .bind("move", now.lastMove())
                .execute());
    }

    boolean halted(String name) {
        return jdbi.withHandle(h -> h.createQuery("select halted from sweep_mark where name = :name")
                .bind("name", name)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }
}
