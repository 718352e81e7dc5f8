package covenant.consent.publication;

import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Table {@code publication}. */
@ApplicationScoped
class PublicationStore {
    private final Jdbi jdbi;

    PublicationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Publication p) {
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into publication (disclosure_id, subject_id, place, categories,"
                                + " consent_id, status, approved_at) values (:id, :subject, :place, :categories, :consent, :status, :at)")
                .bind("id", p.disclosureId())
                .bind("subject", p.subjectId())
                .bind("place", p.place())
                .bindArray("categories", String.class, p.categories())
                .bind("consent", p.consentId())
                .bind("status", p.status().name())
                .bind("at", p.approvedAt())
                .execute());
    }

    Optional<Publication> find(UUID id) {
        return query("select * from publication where disclosure_id = :id", id);
    }

    /** Locked until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Publication> lock(UUID id) {
        return query("select * from publication where disclosure_id = :id for update", id);
    }

    private Optional<Publication> query(String sql, UUID id) {
        return jdbi.withHandle(h ->
                h.createQuery(sql).bind("id", id).map(PublicationStore::read).findOne());
    }

    void executed(UUID id, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update publication set status = 'EXECUTED', executed_at = :at,"
                        + " executed_by = :by where disclosure_id = :id")
                .bind("id", id)
                .bind("by", by)
                .bind("at", at)
                .execute());
    }

    void takedown(UUID id, Publication.Status status, String reason, Instant at, @Nullable Instant due) {
        jdbi.useHandle(h -> h.createUpdate("update publication set status = :status, takedown_reason = :reason,"
                        + " takedown_requested_at = :at, takedown_due = :due where disclosure_id = :id")
                .bind("id", id)
                .bind("status", status.name())
                .bind("reason", reason)
                .bind("at", at)
                .bind("due", due)
                .execute());
    }

    void takenDown(UUID id, String by, @Nullable String reference, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update publication set status = 'TAKEN_DOWN', taken_down_at = :at,"
                        + " takedown_confirmed_by = :by, takedown_reference = :reference where disclosure_id = :id")
                .bind("id", id)
                .bind("by", by)
                .bind("reference", reference)
                .bind("at", at)
                .execute());
    }

    /** Publications whose consent has ended, by whatever hand. */
    List<UUID> consentGone(int limit) {
        return jdbi.withHandle(h -> h.createQuery("select p.disclosure_id from publication p"
                        + " join consent c on c.id = p.consent_id where p.consent_id is not null"
                        + " and p.status in ('APPROVED', 'EXECUTED') and c.status in ('WITHDRAWN', 'EXPIRED', 'ENDED')"
                        + " limit :limit")
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    List<UUID> overdue(Instant now, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select disclosure_id from publication where"
                        + " status = 'TAKEDOWN_REQUESTED' and takedown_due <= :now and not exists (select 1 from alarm"
                        + " where code = 'TAKEDOWN_OVERDUE' and reference = cast(disclosure_id as text)) limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    List<UUID> liveOf(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select disclosure_id from publication where subject_id = :subject"
                        + " and status in ('APPROVED', 'EXECUTED') and consent_id is not null")
                .bind("subject", subjectId)
                .mapTo(UUID.class)
                .list());
    }

    void pseudonymise(String subjectId, String pseudonym) {
        jdbi.useHandle(h -> h.createUpdate("update publication set subject_id = :pseudonym where subject_id = :subject")
                .bind("subject", subjectId)
                .bind("pseudonym", pseudonym)
                .execute());
    }

    Page<Publication> list(Publication.@Nullable Status status, PageRequest page) {
        Optional<UUID> after = page.after(1).map(a -> PageRequest.uuid(a.getFirst()));
        List<Publication> rows = jdbi.withHandle(h -> h.createQuery(
                        "select * from publication"
                                + " where (cast(:status as text) is null or status = :status)"
                                + " and (cast(:after as uuid) is null or disclosure_id > :after) order by disclosure_id limit :limit")
                .bind("status", status == null ? null : status.name())
                .bind("after", after.orElse(null))
                .bind("limit", page.rowsToRead())
                .map(PublicationStore::read)
                .list());
        return Page.of(rows, page, p -> List.of(p.disclosureId().toString()));
    }

    private static Publication read(ResultSet row, StatementContext context) throws SQLException {
        return new Publication(
                row.getObject("disclosure_id", UUID.class),
                row.getString("subject_id"),
                row.getString("place"),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getObject("consent_id", UUID.class),
                Publication.Status.valueOf(row.getString("status")),
                row.getTimestamp("approved_at").toInstant(),
                instant(row, "executed_at"),
                row.getString("takedown_reason"),
                instant(row, "takedown_requested_at"),
                instant(row, "takedown_due"),
                instant(row, "taken_down_at"),
                row.getString("takedown_reference"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
