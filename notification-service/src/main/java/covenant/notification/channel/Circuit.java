package covenant.notification.channel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker as a value; pure. Closed until so many failures came in a row; then open for a pause, which doubles up to the longest; after
 * each pause one message is tried.
 *
 * @param failures in a row
 * @param openUntil set while open
 */
record Circuit(int failures, @Nullable Instant openUntil) {
    static final Circuit CLOSED = new Circuit(0, null);

    record Limits(int failuresToOpen, Duration firstPause, Duration longestPause) {}

    /** Whether nothing may be sent now. One that a leap of the clock would keep shut for longer than any pause is open to trial. */
    boolean isOpen(Instant now, Limits limits) {
        Instant until = openUntil;
        return until != null && now.isBefore(until) && !until.isAfter(now.plus(limits.longestPause()));
    }

    /** The one message after a pause: until it is answered no other is tried. */
    Circuit trying(Instant now, Limits limits) {
        return openUntil == null ? this : new Circuit(failures, now.plus(limits.firstPause()));
    }

    Circuit failed(Instant now, Limits limits) {
        int more = failures + 1;
        return new Circuit(more, more < limits.failuresToOpen() ? null : now.plus(pause(more, limits)));
    }

    private static Duration pause(int failures, Limits limits) {
        int doublings = Math.min(16, failures - limits.failuresToOpen());
        Duration pause = limits.firstPause().multipliedBy(1L << doublings);
        return pause.compareTo(limits.longestPause()) > 0 ? limits.longestPause() : pause;
    }
}
