package covenant.retention.sweep;

import covenant.retention.sweep.SweepState.StopReason;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a run may erase (T-9). Pure.
 *
 * @param leapLimit how far the clock may have gone since the last run beyond what an operator confirmed
 * @param backLimit how far it may have gone back: clocks are corrected by seconds
 */
record SweepGuard(Duration leapLimit, Duration backLimit) {
    static final Duration CORRECTION = Duration.ofMinutes(5);

    Optional<StopReason> clock(Duration unexplained) {
        if (unexplained.compareTo(leapLimit) > 0) {
            return Optional.of(StopReason.CLOCK_LEAPT);
        }
        if (unexplained.compareTo(backLimit.negated()) < 0) {
            return Optional.of(StopReason.CLOCK_STEPPED_BACK);
        }
        return Optional.empty();
    }

    /** How many persons may fall due in one run: so many, or so many per cent of all, whichever is more. */
    static long limit(long least, int percent, long subjects) {
        return Math.max(least, subjects * percent / 100);
    }
}
