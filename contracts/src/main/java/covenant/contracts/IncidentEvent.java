package covenant.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The life of a security incident (policy 4.1.3, PIPL art. 57), keyed by the incident. Its texts are read by REST. */
public sealed interface IncidentEvent extends Event {

    enum Kind {
        LEAK,
        DAMAGE,
        LOSS,
        TAMPERING
    }

    /** 一般, 较大, 重大, 特别重大. */
    enum Grade {
        GENERAL,
        LARGER,
        SEVERE,
        EXTREMELY_SEVERE
    }

    /** 止损, analysis, locating, remedial plan, tracing (R-4.1.3-2). */
    enum Phase {
        STOP_LOSS,
        ANALYSIS,
        LOCATING,
        REMEDIAL_PLAN,
        TRACING
    }

    enum State {
        REPORTED,
        ASSESSED,
        CONTAINED,
        NOTIFYING,
        NOTIFIED,
        CLOSED
    }

    enum ReportKind {
        FIRST,
        SUPPLEMENT,
        FINAL
    }

    /**
     * An incident is known, or suspected (policy 4.1.3).
     *
     * @param estimatedSubjects how many people may be affected, where it is known
     */
    record IncidentReported(
            UUID incidentId,
            Kind kind,
            List<String> categories,
            @Nullable Long estimatedSubjects,
            Grade suggestedGrade,
            Instant discoveredAt,
            Instant reportedAt)
            implements IncidentEvent {}

    /** The incident was graded, or graded anew. */
    record IncidentAssessed(UUID incidentId, Grade grade, Grade suggestedGrade, Instant assessedAt)
            implements IncidentEvent {}

    /**
     * A step of the handling was recorded.
     *
     * @param state the state that the incident is in after it
     */
    record IncidentPhaseRecorded(UUID incidentId, Phase phase, State state, Instant recordedAt)
            implements IncidentEvent {}

    /** Computed at discovery (R-4.1.3-8). */
    record RegulatorReportDue(UUID incidentId, String authority, ReportKind kind, Grade grade, Instant dueAt)
            implements IncidentEvent {}

    /** A report on the incident went to an authority. */
    record RegulatorReportSubmitted(
            UUID incidentId, String authority, ReportKind kind, String reference, boolean inTime, Instant reportedAt)
            implements IncidentEvent {}

    /** The people concerned have to be told: the campaign begins. */
    record BreachNoticeRequired(UUID incidentId, UUID campaignId, int notice, long affectedSubjects, Instant requiredAt)
            implements IncidentEvent {}

    /** Everyone concerned was reached, or is covered by an announcement. */
    record BreachNoticeCompleted(
            UUID incidentId,
            UUID campaignId,
            int notice,
            long affectedSubjects,
            long reached,
            long coveredByAnnouncement,
            Instant completedAt)
            implements IncidentEvent {}

    /** To the account system: a leak of the account or its credentials was reported (R-4.1.3-10). */
    record AccountProtectionRequested(
            UUID reportId,
            @Nullable UUID incidentId,
            @Nullable String accountId,
            List<String> categories,
            Instant requestedAt)
            implements IncidentEvent {}

    /** The handling of the incident ended. */
    record IncidentClosed(UUID incidentId, Grade grade, Instant closedAt) implements IncidentEvent {}
}
