package covenant.retention.anonymisation;

import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The assessments, newest per category first in force. */
@ApplicationScoped
public class Assessments {
    private final Jdbi jdbi;

    Assessments(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The assessment in force of each of these categories that has one. */
    public Map<String, UUID> inForce(Collection<String> categories) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select distinct on (category) * from anonymisation_assessment where category = any(:categories)
                        order by category, recorded_at desc, id desc""")
                .bindArray("categories", String.class, List.copyOf(categories))
                .map(Assessments::read)
                .collect(Collectors.toMap(Assessment::category, Assessment::id)));
    }

    void add(Assessment added) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into anonymisation_assessment (id, category, method, measure, tester, report_sha256, assessed_on,
                            recorded_by, approved_by, recorded_at)
                        values (:id, :category, :method, :measure, :tester, :sha, :on, :by, :approver, :at)""")
                .bind("id", added.id())
                .bind("category", added.category())
                .bind("method", added.method())
                .bind("measure", added.measure())
                .bind("tester", added.tester())
                .bind("sha", added.reportSha256())
                .bind("on", added.assessedOn())
                .bind("by", added.recordedBy())
                .bind("approver", added.approvedBy())
                .bind("at", added.recordedAt())
                .execute());
    }

    Page<Assessment> list(@Nullable String category, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<Assessment> rows = jdbi.withHandle(h -> h.createQuery("""
                        select * from anonymisation_assessment
                        where (cast(:category as text) is null or category = :category)
                          and (cast(:at as timestamptz) is null or (recorded_at, id) > (:at, cast(:id as uuid)))
                        order by recorded_at, id limit :limit""")
                .bind("category", category)
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(Assessments::read)
                .list());
        return Page.of(rows, page, a -> List.of(a.recordedAt().toString(), a.id().toString()));
    }

    private static Assessment read(ResultSet row, StatementContext context) throws SQLException {
        return new Assessment(
                row.getObject("id", UUID.class),
                row.getString("category"),
                row.getString("method"),
                row.getString("measure"),
                row.getString("tester"),
                row.getString("report_sha256"),
                row.getObject("assessed_on", LocalDate.class),
                row.getString("recorded_by"),
                row.getString("approved_by"),
                row.getTimestamp("recorded_at").toInstant());
    }
}
