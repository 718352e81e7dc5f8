package covenant.consent.blacklist;

import covenant.consent.blacklist.BlacklistEntry.Dispute;
import covenant.consent.blacklist.BlacklistEntry.Outcome;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Table {@code blacklist_entry}. */
@ApplicationScoped
class BlacklistStore {
    private final Jdbi jdbi;

    BlacklistStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param details null once they were erased */
    record Stored(BlacklistEntry entry, byte @Nullable [] details, byte @Nullable [] reason) {}

    void insert(BlacklistEntry e, byte[] details) {
        jdbi.useHandle(h -> h.createUpdate("insert into blacklist_entry (id, subject_id, details, started_on,"
                        + " default_ended_on, review_on, ends_on, law, article, recorded_by, recorded_at) values (:id,"
                        + " :subject, :details, :started, :ended, :review, :ends, :law, :article, :by, :at)")
                .bind("id", e.id())
                .bind("subject", e.subjectId())
                .bind("details", details)
                .bind("started", e.startedOn())
                .bind("ended", e.defaultEndedOn())
                .bind("review", e.reviewOn())
                .bind("ends", e.endsOn())
                .bind("law", e.law())
                .bind("article", e.article())
                .bind("by", e.recordedBy())
                .bind("at", e.recordedAt())
                .execute());
    }

    Optional<Stored> find(UUID id) {
        return one("select * from blacklist_entry where id = :id", id);
    }

    /** Locked until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Stored> lock(UUID id) {
        return one("select * from blacklist_entry where id = :id for update", id);
    }

    private Optional<Stored> one(String sql, UUID id) {
        return jdbi.withHandle(
                h -> h.createQuery(sql).bind("id", id).map(BlacklistStore::read).findOne());
    }

    List<BlacklistEntry> of(String subjectId) {
        return storedOf(subjectId).stream().map(Stored::entry).toList();
    }

    /** Oldest first. */
    List<Stored> storedOf(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select * from blacklist_entry where subject_id = :subject order by id")
                        .bind("subject", subjectId)
                        .map(BlacklistStore::read)
                        .list());
    }

    /** What a list shows. */
    record Filter(
            @Nullable String subjectId,
            @Nullable Boolean disputed,
            @Nullable LocalDate reviewBefore) {}

    Page<Stored> list(Filter filter, PageRequest page) {
        Optional<UUID> after = page.after(1).map(a -> PageRequest.uuid(a.getFirst()));
        List<Stored> rows = jdbi.withHandle(h -> h.createQuery("select * from blacklist_entry"
                        + " where (cast(:subject as text) is null or subject_id = :subject)"
                        + " and (cast(:disputed as boolean) is null or"
                        + " (disputed_at is not null and decided_at is null and removed_at is null) = :disputed)"
                        + " and (cast(:review as date) is null or (review_on < :review and removed_at is null))"
                        + " and (cast(:after as uuid) is null or id > :after) order by id limit :limit")
                .bind("subject", filter.subjectId())
                .bind("disputed", filter.disputed())
                .bind("review", filter.reviewBefore())
                .bind("after", after.orElse(null))
                .bind("limit", page.rowsToRead())
                .map(BlacklistStore::read)
                .list());
        return Page.of(rows, page, s -> List.of(s.entry().id().toString()));
    }

    void disputed(UUID id, Instant at, Instant due, byte @Nullable [] reason) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update blacklist_entry set disputed_at = :at, dispute_due = :due,"
                                + " dispute_reason = :reason, dispute_outcome = null, decided_by = null, decided_at = null where id = :id")
                .bind("id", id)
                .bind("at", at)
                .bind("due", due)
                .bind("reason", reason)
                .execute());
    }

    void decided(UUID id, Outcome outcome, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update blacklist_entry set dispute_outcome = :outcome, decided_by = :by,"
                        + " decided_at = :at where id = :id")
                .bind("id", id)
                .bind("outcome", outcome.name())
                .bind("by", by)
                .bind("at", at)
                .execute());
    }

    void defaultEnded(UUID id, LocalDate endedOn, LocalDate endsOn, LocalDate reviewOn) {
        jdbi.useHandle(h -> h.createUpdate("update blacklist_entry set default_ended_on = :ended, ends_on = :ends,"
                        + " review_on = :review where id = :id")
                .bind("id", id)
                .bind("ended", endedOn)
                .bind("ends", endsOn)
                .bind("review", reviewOn)
                .execute());
    }

    /** What it said is gone; that there was one stays. */
    void remove(UUID id, String cause, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update blacklist_entry set removed_at = :at, removal_cause = :cause,"
                        + " details = null, dispute_reason = null where id = :id and removed_at is null")
                .bind("id", id)
                .bind("cause", cause)
                .bind("at", at)
                .execute());
    }

    List<UUID> ended(LocalDate today, int limit) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select id from blacklist_entry where removed_at is null and ends_on < :today limit :limit")
                .bind("today", today)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    List<UUID> disputesOverdue(Instant now, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select id from blacklist_entry where disputed_at is not null"
                        + " and decided_at is null and removed_at is null and dispute_due <= :now and not exists (select 1"
                        + " from alarm where code = 'DISPUTE_OVERDUE' and reference ="
                        + " blacklist_entry.id || '/' || cast(floor(extract(epoch from blacklist_entry.disputed_at)) as bigint))"
                        + " limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    void forget(String subjectId, String pseudonym) {
        jdbi.useHandle(h -> h.createUpdate("update blacklist_entry set subject_id = :pseudonym, details = null,"
                        + " dispute_reason = null where subject_id = :subject")
                .bind("subject", subjectId)
                .bind("pseudonym", pseudonym)
                .execute());
    }

    private static Stored read(ResultSet row, StatementContext context) throws SQLException {
        String outcome = row.getString("dispute_outcome");
        Instant disputed = instant(row, "disputed_at");
        Instant due = instant(row, "dispute_due");
        Dispute dispute = disputed == null || due == null
                ? null
                : new Dispute(
                        disputed,
                        due,
                        outcome == null ? null : Outcome.valueOf(outcome),
                        row.getString("decided_by"),
                        instant(row, "decided_at"));
        BlacklistEntry entry = new BlacklistEntry(
                row.getObject("id", UUID.class),
                row.getString("subject_id"),
                row.getObject("started_on", LocalDate.class),
                row.getObject("default_ended_on", LocalDate.class),
                row.getObject("review_on", LocalDate.class),
                row.getObject("ends_on", LocalDate.class),
                row.getString("law"),
                row.getString("article"),
                row.getString("recorded_by"),
                row.getTimestamp("recorded_at").toInstant(),
                dispute,
                instant(row, "removed_at"),
                row.getString("removal_cause"));
        return new Stored(entry, row.getBytes("details"), row.getBytes("dispute_reason"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
