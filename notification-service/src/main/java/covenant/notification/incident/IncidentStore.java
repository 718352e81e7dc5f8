package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.Kind;
import covenant.contracts.IncidentEvent.State;
import covenant.notification.incident.Incident.Details;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Table {@code incident}. */
@ApplicationScoped
class IncidentStore {
    private static final String COLUMNS =
            "id, title, kind, state, discovered_at, reported_at, source, categories, facts,"
                    + " cause, possible_harm, measures, self_protection, remedies, contact, estimated_subjects,"
                    + " affected_subjects, critical_infrastructure, suggested_grade, grade, grade_reason, grade_lowered,"
                    + " notices, campaign_id, waiver_reason, handled_at, closed_at, suspected_crime";

    private final Jdbi jdbi;

    IncidentStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Incident i) {
        jdbi.useHandle(h -> bind(h.createUpdate("insert into incident (" + COLUMNS + """
                                ) values (:id, :title, :kind, :state, :discovered, :reported, :source, :categories, :facts,
                                    :cause, :harm, :measures, :self, :remedies, :contact, :estimated, :affected, :critical,
                                    :suggested, :grade, :reason, :lowered, :notices, :campaign, :waiver, :handled, :closed, :crime)"""), i)
                .bind("reported", i.reportedAt())
                .execute());
    }

    void update(Incident i) {
        jdbi.useHandle(h -> bind(h.createUpdate("""
                                update incident set title = :title, kind = :kind, state = :state, discovered_at = :discovered,
                                    source = :source, categories = :categories, facts = :facts, cause = :cause,
                                    possible_harm = :harm, measures = :measures, self_protection = :self,
                                    remedies = :remedies, contact = :contact, estimated_subjects = :estimated,
                                    affected_subjects = :affected, critical_infrastructure = :critical,
                                    suggested_grade = :suggested, grade = :grade, grade_reason = :reason,
                                    grade_lowered = :lowered, notices = :notices, campaign_id = :campaign,
                                    waiver_reason = :waiver, handled_at = :handled, closed_at = :closed, suspected_crime = :crime
                                where id = :id"""), i).execute());
    }

    Optional<Incident> find(UUID id) {
        return one("select " + COLUMNS + " from incident where id = :id", id);
    }

    Optional<Incident> lock(UUID id) {
        return one("select " + COLUMNS + " from incident where id = :id for update", id);
    }

    private Optional<Incident> one(String sql, UUID id) {
        return jdbi.withHandle(h ->
                h.createQuery(sql).bind("id", id).map((row, c) -> read(row)).findOne());
    }

    List<Incident> list(@Nullable State state, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        return jdbi.withHandle(h -> h.createQuery(
                        "select " + COLUMNS + " from incident where (cast(:state as text) is"
                                + " null or state = :state) and (cast(:at as timestamptz) is null or (reported_at, id) <"
                                + " (cast(:at as timestamptz), cast(:id as uuid))) order by reported_at desc, id desc limit :rows")
                .bind("state", state == null ? null : state.name())
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("rows", page.rowsToRead())
                .map((row, c) -> read(row))
                .list());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Incident i) {
        Details d = i.details();
        return statement
                .bind("id", i.id())
                .bind("title", d.title())
                .bind("kind", d.kind().name())
                .bind("state", i.state().name())
                .bind("discovered", d.discoveredAt())
                .bind("source", d.source())
                .bindArray("categories", String.class, d.categories())
                .bind("facts", d.facts())
                .bind("cause", d.cause())
                .bind("harm", d.possibleHarm())
                .bind("measures", d.measures())
                .bind("self", d.selfProtection())
                .bind("remedies", d.remedies())
                .bind("contact", d.contact())
                .bind("estimated", d.estimatedSubjects())
                .bind("affected", i.affectedSubjects())
                .bind("critical", d.criticalInfrastructure())
                .bind("suggested", i.suggestedGrade().name())
                .bind("grade", i.grade().name())
                .bind("reason", i.grading().reason())
                .bind("lowered", i.grading().lowered())
                .bind("crime", d.suspectedCrime())
                .bind("notices", i.notices())
                .bind("campaign", i.campaignId())
                .bind("waiver", i.waiverReason())
                .bind("handled", i.handledAt())
                .bind("closed", i.closedAt());
    }

    private static Incident read(ResultSet row) throws SQLException {
        long estimated = row.getLong("estimated_subjects");
        Details details = new Details(
                row.getString("title"),
                Kind.valueOf(row.getString("kind")),
                row.getTimestamp("discovered_at").toInstant(),
                row.getString("source"),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getString("facts"),
                row.getString("cause"),
                row.getString("possible_harm"),
                row.getString("measures"),
                row.getString("self_protection"),
                row.getString("remedies"),
                row.getString("contact"),
                row.getObject("estimated_subjects") == null ? null : estimated,
                row.getBoolean("critical_infrastructure"),
                row.getBoolean("suspected_crime"));
        return new Incident(
                row.getObject("id", UUID.class),
                details,
                State.valueOf(row.getString("state")),
                row.getTimestamp("reported_at").toInstant(),
                row.getLong("affected_subjects"),
                new Incident.Grading(
                        Grade.valueOf(row.getString("suggested_grade")),
                        Grade.valueOf(row.getString("grade")),
                        row.getString("grade_reason"),
                        row.getBoolean("grade_lowered")),
                new Incident.Telling(
                        row.getInt("notices"),
                        row.getObject("campaign_id", UUID.class),
                        row.getString("waiver_reason")),
                instant(row.getTimestamp("handled_at")),
                instant(row.getTimestamp("closed_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
