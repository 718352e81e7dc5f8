package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.Kind;
import covenant.contracts.IncidentEvent.ReportKind;
import covenant.contracts.IncidentEvent.State;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An incident with its clocks, reports and phases. */
record IncidentView(
        UUID id,
        String title,
        Kind kind,
        State state,
        Instant discoveredAt,
        Instant reportedAt,
        @Nullable String source,
        List<String> categories,
        @Nullable String facts,
        @Nullable String cause,
        @Nullable String possibleHarm,
        @Nullable String measures,
        @Nullable String selfProtection,
        @Nullable String remedies,
        @Nullable String contact,
        @Nullable Long estimatedSubjects,
        long affectedSubjects,
        boolean criticalInfrastructure,
        Grade suggestedGrade,
        Grade grade,
        @Nullable String gradeReason,
        int notices,
        @Nullable UUID campaignId,
        @Nullable String waiverReason,
        List<ClockView> regulatorClocks,
        List<RegulatorReport> regulatorReports,
        List<PhaseStore.PhaseEntry> phases,
        @Nullable Instant closedAt) {

    /** @param dueAt absent: at once, without a fixed hour */
    record ClockView(
            String authority,
            ReportKind kind,
            @Nullable Instant dueAt,
            RegulatorClock.Status status,
            @Nullable Instant submittedAt,
            String rule) {}

    static IncidentView of(
            Incident i,
            List<RegulatorClock> clocks,
            List<RegulatorReport> reports,
            List<PhaseStore.PhaseEntry> phases,
            Instant now) {
        Incident.Details d = i.details();
        return new IncidentView(
                i.id(),
                d.title(),
                d.kind(),
                i.state(),
                d.discoveredAt(),
                i.reportedAt(),
                d.source(),
                d.categories(),
                d.facts(),
                d.cause(),
                d.possibleHarm(),
                d.measures(),
                d.selfProtection(),
                d.remedies(),
                d.contact(),
                d.estimatedSubjects(),
                i.affectedSubjects(),
                d.criticalInfrastructure(),
                i.suggestedGrade(),
                i.grade(),
                i.gradeReason(),
                i.notices(),
                i.campaignId(),
                i.waiverReason(),
                clocks.stream()
                        .map(c -> new ClockView(
                                c.authority(), c.kind(), c.dueAt(), c.status(now), c.submittedAt(), c.rule()))
                        .toList(),
                reports,
                phases,
                i.closedAt());
    }
}
