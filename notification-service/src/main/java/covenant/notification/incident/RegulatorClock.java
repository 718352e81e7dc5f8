package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.ReportKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report that an authority is owed.
 *
 * @param dueAt absent: at once, without a fixed hour
 * @param rule the rule that produced it, as it was then (T-7)
 */
record RegulatorClock(
        UUID id,
        UUID incidentId,
        String authority,
        ReportKind kind,
        Grade grade,
        Instant startedAt,
        @Nullable Instant dueAt,
        String rule,
        @Nullable Instant submittedAt) {

    enum Status {
        AT_ONCE,
        OPEN,
        OVERDUE,
        SUBMITTED,
        SUBMITTED_LATE
    }

    Status status(Instant now) {
        Instant due = dueAt;
        Instant done = submittedAt;
        if (done != null) {
            return due != null && done.isAfter(due) ? Status.SUBMITTED_LATE : Status.SUBMITTED;
        }
        if (due == null) {
            return Status.AT_ONCE;
        }
        return now.isAfter(due) ? Status.OVERDUE : Status.OPEN;
    }
}
