package covenant.retention.termination;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record TerminationView(
        UUID id,
        String status,
        Instant terminateAt,
        Instant scheduledAt,
        @Nullable Instant lastNoticeAt,
        @Nullable Instant executedAt,
        @Nullable Instant finishedAt) {

    static TerminationView of(Termination t) {
        String status = t.finishedAt() != null ? "FINISHED" : t.executedAt() != null ? "EXECUTED" : "SCHEDULED";
        return new TerminationView(
                t.id(), status, t.terminateAt(), t.scheduledAt(), t.lastNoticeAt(), t.executedAt(), t.finishedAt());
    }
}
