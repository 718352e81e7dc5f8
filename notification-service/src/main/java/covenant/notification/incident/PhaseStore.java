package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code incident_phase}. */
@ApplicationScoped
class PhaseStore {
    private final Jdbi jdbi;

    PhaseStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A phase with its owner and time (R-4.1.3-2). */
    record PhaseEntry(Phase phase, String owner, @Nullable String note, Instant at, String recordedBy) {}

    void insert(UUID incidentId, PhaseEntry p) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into incident_phase (incident_id, phase, owner, note, at, recorded_by)"
                                + " values (:id, :phase, :owner, :note, :at, :by)")
                        .bind("id", incidentId)
                        .bind("phase", p.phase().name())
                        .bind("owner", p.owner())
                        .bind("note", p.note())
                        .bind("at", p.at())
                        .bind("by", p.recordedBy())
                        .execute());
    }

    Set<Phase> recorded(UUID incidentId) {
        Set<Phase> recorded = EnumSet.noneOf(Phase.class);
        of(incidentId).forEach(e -> recorded.add(e.phase()));
        return recorded;
    }

    List<PhaseEntry> of(UUID incidentId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select phase, owner, note, at, recorded_by from incident_phase where incident_id = :id order by seq")
                .bind("id", incidentId)
                .map((row, c) -> new PhaseEntry(
                        Phase.valueOf(row.getString("phase")),
                        row.getString("owner"),
                        row.getString("note"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("recorded_by")))
                .list());
    }
}
