package covenant.retention.sweep;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param status RUNNING, or STOPPED until an operator confirms
 * @param leap how far the clock went beyond what is explained, as an ISO-8601 duration
 * @param due how many persons are due at least, {@code limit} how many may be
 */
record SweepView(
        String id,
        String status,
        @Nullable String reason,
        @Nullable Instant lastRunAt,
        @Nullable Instant stoppedAt,
        @Nullable String leap,
        @Nullable Long due,
        @Nullable Long limit) {

    static SweepView of(SweepState state) {
        return new SweepView(
                SweepStore.ERASURE,
                state.stoppedFor() == null ? "RUNNING" : "STOPPED",
                state.stoppedFor() == null ? null : state.stoppedFor().name(),
                state.lastRun() == null ? null : state.lastRun().at(),
                state.stoppedAt(),
                state.leapSeconds() == null
                        ? null
                        : Duration.ofSeconds(state.leapSeconds()).toString(),
                state.due(),
                state.dueLimit());
    }
}
