package covenant.retention.termination;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When the service may end (R-4.2.3-1, R-4.2.3-3). Pure. */
final class TerminationDecider {
    /** Policy 4.2.3: at least 30 full days, the day of the notice not counted. */
    static final int LEAST_DAYS = 30;

    private TerminationDecider() {}

    /**
     * Whether this end may be scheduled. A first notice can go out today at the earliest; postponing keeps the notices that
     * went out; bringing forward needs new ones.
     */
    static Optional<Refusal> schedule(@Nullable Termination known, Instant terminateAt, int days, Instant now) {
        if (known != null && known.executedAt() != null) {
            return Optional.of(Refusal.of(ProblemCode.STATE_CONFLICT, "The service has ended."));
        }
        Instant earliest = earliest(known, terminateAt, days, now);
        if (terminateAt.isBefore(earliest) || !terminateAt.isAfter(now)) {
            return Optional.of(Refusal.of(
                            ProblemCode.NOTICE_PERIOD_TOO_SHORT,
                            "At least " + days + " full days lie between the last notice and the end of the service.")
                    .with("earliest", earliest));
        }
        return Optional.empty();
    }

    /** A postponed end keeps its notices, even those still on their way: it does not end before they are all old enough. */
    private static Instant earliest(@Nullable Termination known, Instant terminateAt, int days, Instant now) {
        if (known == null || terminateAt.isBefore(known.terminateAt())) {
            return LegalCalendar.fullDaysAfter(now, days);
        }
        return known.lastNoticeAt() == null ? now : LegalCalendar.fullDaysAfter(known.lastNoticeAt(), days);
    }

    /** Whether the end is there: its instant has come, and everyone was told at least so many full days before. */
    static boolean mayExecute(Termination known, int days, Instant now) {
        return known.executedAt() == null
                && !known.terminateAt().isAfter(now)
                && known.lastNoticeAt() != null
                && !known.terminateAt().isBefore(LegalCalendar.fullDaysAfter(known.lastNoticeAt(), days));
    }
}
