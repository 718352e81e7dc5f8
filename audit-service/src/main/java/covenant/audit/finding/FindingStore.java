package covenant.audit.finding;

import covenant.audit.finding.FindingView.Resolution;
import covenant.audit.finding.FindingView.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Findings, the newest first. */
@ApplicationScoped
class FindingStore {

    private static final String SELECT = """
            select id, kind, status, detail, actor, found_at, reason, resolved_by, resolved_at,
                array(select entry from finding_entry e where e.finding_id = f.id order by entry) as entries
            from finding f where\s""";

    private final Jdbi jdbi;

    FindingStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The place of a finding in the list. */
    record Place(Instant foundAt, UUID id) {}

    List<FindingView> list(@Nullable Status status, @Nullable FindingKind kind, @Nullable Place after, int limit) {
        String where = (status == null ? "true" : "status = :status")
                + (kind == null ? "" : " and kind = :kind")
                + (after == null ? "" : " and (found_at, id) < (:at, :id)");
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(SELECT + where + " order by found_at desc, id desc limit :limit")
                    .bind("limit", limit);
            if (status != null) {
                query.bind("status", status.name());
            }
            if (kind != null) {
                query.bind("kind", kind.name());
            }
            if (after != null) {
                query.bind("at", OffsetDateTime.ofInstant(after.foundAt(), ZoneOffset.UTC))
                        .bind("id", after.id());
            }
            return query.map((row, context) -> view(row)).list();
        });
    }

    Optional<FindingView> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "id = :id")
                .bind("id", id)
                .map((row, context) -> view(row))
                .findOne());
    }

    /** @return false if it was resolved meanwhile */
    boolean resolve(UUID id, Resolution resolution) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update finding set status = 'RESOLVED', reason = :reason, resolved_by = :by, resolved_at = :at
                                where id = :id and status = 'OPEN'""")
                        .bind("id", id)
                        .bind("reason", resolution.reason())
                        .bind("by", resolution.resolvedBy())
                        .bind("at", OffsetDateTime.ofInstant(resolution.resolvedAt(), ZoneOffset.UTC))
                        .execute())
                > 0;
    }

    private static FindingView view(ResultSet row) throws SQLException {
        Status status = Status.valueOf(row.getString("status"));
        return new FindingView(
                row.getObject("id", UUID.class),
                FindingKind.valueOf(row.getString("kind")),
                status,
                row.getString("detail"),
                row.getString("actor"),
                row.getObject("found_at", OffsetDateTime.class).toInstant(),
                List.of((Long[]) row.getArray("entries").getArray()),
                status == Status.OPEN
                        ? null
                        : new Resolution(
                                row.getString("reason"),
                                row.getString("resolved_by"),
                                row.getObject("resolved_at", OffsetDateTime.class)
                                        .toInstant()));
    }
}
