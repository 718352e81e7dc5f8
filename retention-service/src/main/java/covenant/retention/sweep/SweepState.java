package covenant.retention.sweep;

import covenant.platform.time.ClockMark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the sweep stands.
 *
 * @param lastRun its place on the clock at the last run; absent before the first
 * @param stoppedFor why it waits for an operator, if it does
 * @param confirmedDueUntil what was due by then may go, however many persons it is
 */
record SweepState(
        @Nullable ClockMark lastRun,
        @Nullable StopReason stoppedFor,
        @Nullable Instant stoppedAt,
        @Nullable Long leapSeconds,
        @Nullable Long due,
        @Nullable Long dueLimit,
        @Nullable Instant confirmedDueUntil) {

    enum StopReason {
        CLOCK_LEAPT,
        CLOCK_STEPPED_BACK,
        BLAST_LIMIT
    }
}
