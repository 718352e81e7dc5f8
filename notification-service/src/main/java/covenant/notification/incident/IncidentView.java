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
        boolean suspectedCrime,
        Grade suggestedGrade,
        Grade grade,
        @Nullable String gradeReason,
        int notices,
        @Nullable UUID campaignId,
        @Nullable String waiverReason,
        SubjectNotice subjectNotice,
        List<ClockView> regulatorClocks,
        List<RegulatorReport> regulatorReports,
        List<PhaseStore.PhaseEntry> phases,
        List<AlarmView> alarms,
        @Nullable Instant handledAt,
        @Nullable Instant closedAt) {

    /** When the persons concerned must be told: at once; {@code alarmAt} calls somebody, {@code dueAt} is the last moment. */
    record SubjectNotice(Instant alarmAt, Instant dueAt, NoticeStatus status) {}

    enum NoticeStatus {
        OPEN,
        OVERDUE,
        STARTED,
        COMPLETED,
        WAIVED
    }

    record AlarmView(String about, IncidentAlarm.Level level, Instant raisedAt) {}

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
            List<IncidentAlarm> alarms,
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
                d.suspectedCrime(),
                i.suggestedGrade(),
                i.grade(),
                i.grading().reason(),
                i.notices(),
                i.campaignId(),
                i.waiverReason(),
                notice(i, now),
                clocks.stream()
                        .map(c -> new ClockView(
                                c.authority(), c.kind(), c.dueAt(), c.status(now), c.submittedAt(), c.rule()))
                        .toList(),
                reports,
                phases,
                alarms.stream()
                        .map(a -> new AlarmView(a.about(), a.level(), a.raisedAt()))
                        .toList(),
                i.handledAt(),
                i.closedAt());
    }

    private static SubjectNotice notice(Incident i, Instant now) {
        Instant discovered = i.details().discoveredAt();
        Instant due = discovered.plus(IncidentAlarm.NOTICE_LIMIT);
        return new SubjectNotice(discovered.plus(IncidentAlarm.NOTICE_ALARM), due, status(i, now.isAfter(due)));
    }

    private static NoticeStatus status(Incident i, boolean late) {
        if (i.notices() > 0) {
            return i.state() == State.NOTIFYING ? NoticeStatus.STARTED : NoticeStatus.COMPLETED;
        }
        if (i.waiverReason() != null) {
            return NoticeStatus.WAIVED;
        }
        return late ? NoticeStatus.OVERDUE : NoticeStatus.OPEN;
    }
}
