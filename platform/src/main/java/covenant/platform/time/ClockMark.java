package covenant.platform.time;

import java.time.Instant;

/**
 * Where a sweep stood on the clock: stored by the sweep at the end of a run, given to {@link ClockMoves#since} by the
 * next.
 *
 * @param at the clock's time of the run
 * @param lastMove number of the last move of the sandbox clock before the run, 0 if there was none
 */
public record ClockMark(Instant at, long lastMove) {}
