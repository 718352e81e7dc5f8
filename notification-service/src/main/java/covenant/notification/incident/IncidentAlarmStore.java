package covenant.notification.incident;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code incident_alarm}, and what may need one. */
@ApplicationScoped
class IncidentAlarmStore {
    private final Jdbi jdbi;

    IncidentAlarmStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Something that is owed. @param due absent for the notice, whose times are fixed */
    record Owed(
            UUID incidentId,
            String about,
            Instant from,
            @Nullable Instant due) {}

    /** Reports that are owed by a fixed time, soonest first. */
    List<Owed> reports(int limit) {
        return jdbi.withHandle(h -> h.createQuery("select incident_id, authority || '/' || kind as about, started_at,"
                        + " due_at from regulator_clock where submitted_at is null and due_at is not null"
                        + " order by due_at limit :limit")
                .bind("limit", limit)
                .map((row, c) -> new Owed(
                        row.getObject("incident_id", UUID.class),
                        row.getString("about"),
                        row.getTimestamp("started_at").toInstant(),
                        row.getTimestamp("due_at").toInstant()))
                .list());
    }

    /** Incidents discovered before this, of which nobody was told and nobody decided not to. */
    List<Owed> untold(Instant discoveredBefore, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select id, discovered_at from incident where notices = 0 and"
                        + " waiver_reason is null and closed_at is null and discovered_at <= :before"
                        + " order by discovered_at limit :limit")
                .bind("before", discoveredBefore)
                .bind("limit", limit)
                .map((row, c) -> new Owed(
                        row.getObject("id", UUID.class),
                        IncidentAlarm.SUBJECT_NOTICE,
                        row.getTimestamp("discovered_at").toInstant(),
                        null))
                .list());
    }

    /** False if it was raised before. */
    boolean raise(IncidentAlarm alarm) {
        return jdbi.withHandle(h -> h.createUpdate("insert into incident_alarm (incident_id, about, level, raised_at)"
                                + " values (:id, :about, :level, :at) on conflict do nothing")
                        .bind("id", alarm.incidentId())
                        .bind("about", alarm.about())
                        .bind("level", alarm.level().name())
                        .bind("at", alarm.raisedAt())
                        .execute())
                == 1;
    }

    List<IncidentAlarm> of(UUID incidentId) {
        return jdbi.withHandle(h -> h.createQuery("select about, level, raised_at from incident_alarm"
                        + " where incident_id = :id order by raised_at, about, level")
                .bind("id", incidentId)
                .map((row, c) -> new IncidentAlarm(
                        incidentId,
                        row.getString("about"),
                        IncidentAlarm.Level.valueOf(row.getString("level")),
                        row.getTimestamp("raised_at").toInstant()))
                .list());
    }
}
