package covenant.retention.hold;

import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.retention.retentioncase.ActiveHolds;
import covenant.retention.retentioncase.HoldScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class HoldStore implements ActiveHolds {
    private final Jdbi jdbi;

    HoldStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<HoldScope> activeOn(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select * from legal_hold where subject_id = :subject"
                        + " and released_at is null order by placed_at, id")
                .bind("subject", subjectId)
                .map(HoldStore::read)
                .map(hold -> new HoldScope(hold.id(), hold.categories()))
                .list());
    }

    void insert(LegalHold hold) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into legal_hold (id, subject_id, categories, reason, authority, review_on, requested_by,
                            approved_by, placed_at)
                        values (:id, :subject, :categories, :reason, :authority, :review, :requested, :approved, :placed)""")
                .bind("id", hold.id())
                .bind("subject", hold.subjectId())
                .bindArray("categories", String.class, hold.categories())
                .bind("reason", hold.reason())
                .bind("authority", hold.authority())
                .bind("review", hold.reviewOn())
                .bind("requested", hold.requestedBy())
                .bind("approved", hold.approvedBy())
                .bind("placed", hold.placedAt())
                .execute());
    }

    Optional<LegalHold> lock(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from legal_hold where id = :id for update")
                .bind("id", id)
                .map(HoldStore::read)
                .findOne());
    }

    void release(UUID id, Instant at, String by) {
        jdbi.useHandle(h -> h.createUpdate("update legal_hold set released_at = :at, released_by = :by where id = :id")
                .bind("at", at)
                .bind("by", by)
                .bind("id", id)
                .execute());
    }

    /** Another review day; an alarm that was raised is over. */
    void review(UUID id, LocalDate reviewOn) {
        jdbi.useHandle(
                h -> h.createUpdate("update legal_hold set review_on = :on, review_alarmed_at = null where id = :id")
                        .bind("on", reviewOn)
                        .bind("id", id)
                        .execute());
    }

    /** Marks holds whose review day has passed; returns those that were not marked before. */
    List<UUID> alarmReviews(LocalDate today, Instant now) {
        return jdbi.withHandle(h -> h.createQuery(
                        "update legal_hold set review_alarmed_at = :now"
                                + " where released_at is null and review_on < :today and review_alarmed_at is null returning id")
                .bind("now", now)
                .bind("today", today)
                .mapTo(UUID.class)
                .list());
    }

    long reviewsOverdue(LocalDate today) {
        return jdbi.withHandle(
                h -> h.createQuery("select count(*) from legal_hold where released_at is null and review_on < :today")
                        .bind("today", today)
                        .mapTo(Long.class)
                        .one());
    }

    /** @param reviewBefore only holds whose review day lies before it */
    Page<LegalHold> list(
            @Nullable String subjectId, @Nullable Boolean active, @Nullable LocalDate reviewBefore, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<LegalHold> rows = jdbi.withHandle(h -> h.createQuery("""
                        select * from legal_hold
                        where (cast(:subject as text) is null or subject_id = :subject)
                          and (cast(:active as boolean) is null or (released_at is null) = :active)
                          and (cast(:review as date) is null or released_at is null and review_on < :review)
                          and (cast(:at as timestamptz) is null or (placed_at, id) > (:at, cast(:id as uuid)))
                        order by placed_at, id limit :limit""")
                .bind("subject", subjectId)
                .bind("active", active)
                .bind("review", reviewBefore)
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(HoldStore::read)
                .list());
        return Page.of(
                rows,
                page,
                hold -> List.of(hold.placedAt().toString(), hold.id().toString()));
    }

    private static LegalHold read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp released = row.getTimestamp("released_at");
        return new LegalHold(
                row.getObject("id", UUID.class),
                row.getString("subject_id"),
                Arrays.asList((String[]) row.getArray("categories").getArray()),
                row.getString("reason"),
                row.getString("authority"),
                row.getObject("review_on", LocalDate.class),
                row.getString("requested_by"),
                row.getString("approved_by"),
                row.getTimestamp("placed_at").toInstant(),
                released == null ? null : released.toInstant());
    }
}
