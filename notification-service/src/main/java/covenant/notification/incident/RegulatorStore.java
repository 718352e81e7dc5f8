package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.ReportKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Tables {@code regulator_rule}, {@code regulator_clock} and {@code regulator_report}. */
@ApplicationScoped
class RegulatorStore {
    private final Jdbi jdbi;

    RegulatorStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<RegulatorRule> rules() {
        return jdbi.withHandle(h -> h.createQuery("select authority, minimum_grade, critical_infrastructure,"
                        + " first_report, follow_up, final_report_days, source from regulator_rule"
                        + " order by authority, critical_infrastructure, minimum_grade")
                .map((row, c) -> new RegulatorRule(
                        row.getString("authority"),
                        Grade.valueOf(row.getString("minimum_grade")),
                        row.getBoolean("critical_infrastructure"),
                        duration(row.getString("first_report")),
                        duration(row.getString("follow_up")),
                        row.getInt("final_report_days"),
                        row.getString("source")))
                .list());
    }

    /** Replaces all rules of an authority; none means it is told of nothing any more. */
    void replaceRules(String authority, List<RegulatorRule> rules) {
        jdbi.useHandle(h -> {
            h.createUpdate("delete from regulator_rule where authority = :authority")
                    .bind("authority", authority)
                    .execute();
            rules.forEach(r -> h.createUpdate("""
                            insert into regulator_rule (authority, minimum_grade, critical_infrastructure, first_report,
                                follow_up, final_report_days, source)
                            values (:authority, :grade, :critical, :first, :follow, :days, :source)""")
                    .bind("authority", authority)
                    .bind("grade", r.minimumGrade().name())
                    .bind("critical", r.criticalInfrastructure())
                    .bind("first", text(r.firstReport()))
                    .bind("follow", text(r.followUp()))
                    .bind("days", r.finalReportDays())
                    .bind("source", r.source())
                    .execute());
        });
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }

    private static @Nullable Duration duration(@Nullable String text) {
        return text == null ? null : Duration.parse(text);
    }

    List<RegulatorClock> clocks(UUID incidentId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select id, incident_id, authority, kind, grade, started_at,"
                                + " due_at, rule, submitted_at from regulator_clock where incident_id = :id order by authority, kind")
                .bind("id", incidentId)
                .map((row, c) -> clock(row))
                .list());
    }

    /**
     * Starts a clock, or makes a running one due earlier: a deadline is never put off (T-7).
     *
     * @return whether anything changed
     */
    boolean start(RegulatorClock c) {
        return jdbi.withHandle(h -> h.createUpdate("""
                                insert into regulator_clock (id, incident_id, authority, kind, grade, started_at,
                                    due_at, rule)
                                values (:id, :incident, :authority, :kind, :grade, :started, :due, :rule)
                                on conflict (incident_id, authority, kind) do update
                                    set due_at = excluded.due_at, grade = excluded.grade, rule = excluded.rule
                                    where regulator_clock.submitted_at is null and excluded.due_at is not null
                                        and (regulator_clock.due_at is null or excluded.due_at < regulator_clock.due_at)""")
                        .bind("id", c.id())
                        .bind("incident", c.incidentId())
                        .bind("authority", c.authority())
                        .bind("kind", c.kind().name())
                        .bind("grade", c.grade().name())
                        .bind("started", c.startedAt())
                        .bind("due", c.dueAt())
                        .bind("rule", c.rule())
                        .execute())
                == 1;
    }

    Optional<RegulatorClock> running(UUID incidentId, String authority, ReportKind kind) {
        return clocks(incidentId).stream()
                .filter(c -> c.authority().equals(authority) && c.kind() == kind && c.submittedAt() == null)
                .findFirst();
    }

    void stop(UUID clockId, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update regulator_clock set submitted_at = :at where id = :id")
                .bind("at", at)
                .bind("id", clockId)
                .execute());
    }

    void insert(RegulatorReport r) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into regulator_report (id, incident_id, authority, kind, reference, reported_at, in_time,
                            recorded_by)
                        values (:id, :incident, :authority, :kind, :reference, :at, :inTime, :by)""")
                .bind("id", r.id())
                .bind("incident", r.incidentId())
                .bind("authority", r.authority())
                .bind("kind", r.kind().name())
                .bind("reference", r.reference())
                .bind("at", r.reportedAt())
                .bind("inTime", r.inTime())
                .bind("by", r.recordedBy())
                .execute());
    }

    void insertDemand(UUID incidentId, String authority, String reference, Instant at, String by) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into regulator_demand (incident_id, authority, reference, demanded_at,"
                                + " recorded_by) values (:incident, :authority, :reference, :at, :by)")
                        .bind("incident", incidentId)
                        .bind("authority", authority)
                        .bind("reference", reference)
                        .bind("at", at)
                        .bind("by", by)
                        .execute());
    }

    List<RegulatorReport> reports(UUID incidentId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select id, incident_id, authority, kind, reference, reported_at,"
                                + " in_time, recorded_by from regulator_report where incident_id = :id order by reported_at, id")
                .bind("id", incidentId)
                .map((row, c) -> new RegulatorReport(
                        row.getObject("id", UUID.class),
                        row.getObject("incident_id", UUID.class),
                        row.getString("authority"),
                        ReportKind.valueOf(row.getString("kind")),
                        row.getString("reference"),
                        row.getTimestamp("reported_at").toInstant(),
                        row.getBoolean("in_time"),
                        row.getString("recorded_by")))
                .list());
    }

    private static RegulatorClock clock(ResultSet row) throws SQLException {
        return new RegulatorClock(
                row.getObject("id", UUID.class),
                row.getObject("incident_id", UUID.class),
                row.getString("authority"),
                ReportKind.valueOf(row.getString("kind")),
                Grade.valueOf(row.getString("grade")),
                row.getTimestamp("started_at").toInstant(),
                instant(row.getTimestamp("due_at")),
                row.getString("rule"),
                instant(row.getTimestamp("submitted_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
