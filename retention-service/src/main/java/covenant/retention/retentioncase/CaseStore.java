package covenant.retention.retentioncase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
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
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Retention cases in their table. A case is changed only after {@link #lock}. */
@ApplicationScoped
public class CaseStore {
    private static final TypeReference<List<CaseItem>> ITEMS = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final ObjectMapper json;

    CaseStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** Adds the case; false when its cause has one already. */
    boolean add(RetentionCase added) {
        return jdbi.withHandle(h -> h.createUpdate("""
                        insert into retention_case (id, dedup_key, subject_id, account_id, cause, request_id, item_ref,
                            all_categories, anchor_at, due_at, late, stage, status, items, next_due_at, created_at)
                        values (:id, :key, :subject, :account, :cause, :request, :item, :all, :anchor, :due, :late, :stage,
                            :status, cast(:items as jsonb), :next, :created) on conflict (dedup_key) do nothing""")
                        .bind("id", added.id())
                        .bind("key", added.dedupKey())
                        .bind("subject", added.subjectId())
                        .bind("account", added.accountId())
                        .bind("cause", added.cause().name())
                        .bind("request", added.requestId())
                        .bind("item", added.itemRef())
                        .bind("all", added.allCategories())
                        .bind("anchor", added.anchorAt())
                        .bind("due", added.dueAt())
                        .bind("late", added.late())
                        .bind("stage", added.stage().name())
                        .bind("status", added.status(added.createdAt()).name())
                        .bind("items", write(added.items()))
                        .bind("next", added.nextDueAt().orElse(null))
                        .bind("created", added.createdAt())
                        .execute())
                == 1;
    }

    /** Stores the case as it is now and gives up its lease. */
    public void save(RetentionCase changed, Instant now) {
        save(changed, null, now);
    }

    /** As {@link #save(RetentionCase, Instant)}, to be looked at again at {@code noticeDueBy} if no answer came. */
    public void save(RetentionCase changed, @Nullable Instant noticeDueBy, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update retention_case set anchor_at = :anchor, due_at = :due, late = :late, stage = :stage, status = :status,
                            items = cast(:items as jsonb), next_due_at = :next, lease_until = null, notice_id = :notice,
                            notice_due_by = case when :stage = 'NOTICE' then coalesce(:patience, notice_due_by) end,
                            erased_live_at = :live, completed_at = :completed where id = :id""")
                .bind("anchor", changed.anchorAt())
                .bind("due", changed.dueAt())
                .bind("late", changed.late())
                .bind("stage", changed.stage().name())
                .bind("status", changed.status(now).name())
                .bind("items", write(changed.items()))
                .bind("next", changed.nextDueAt().orElse(null))
                .bind("notice", changed.noticeId())
                .bind("patience", noticeDueBy)
                .bind("live", changed.erasedLiveAt())
                .bind("completed", changed.completedAt())
                .bind("id", changed.id())
                .execute());
    }

    /** The case, its row locked until the transaction ends. */
    public Optional<RetentionCase> lock(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from retention_case where id = :id for update")
                .bind("id", id)
                .map(this::read)
                .findOne());
    }

    public Optional<RetentionCase> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from retention_case where id = :id")
                .bind("id", id)
                .map(this::read)
                .findOne());
    }

    Optional<RetentionCase> lockByKey(String dedupKey) {
        return jdbi.withHandle(h -> h.createQuery("select * from retention_case where dedup_key = :key for update")
                .bind("key", dedupKey)
                .map(this::read)
                .findOne());
    }

    /**
     * Whoever opens a case of this person waits here for whoever opens another, so that each sees the other's; taken before
     * any row of a case.
     */
    void lockPerson(String subjectId) {
        jdbi.useHandle(h -> h.createQuery("select pg_advisory_xact_lock(hashtextextended(:id, 2))::text")
                .bind("id", subjectId)
                .mapTo(String.class)
                .list());
    }

    /** All cases of the person, locked in one order. */
    List<RetentionCase> lockAllOf(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select * from retention_case where subject_id = :subject order by id for update")
                        .bind("subject", subjectId)
                        .map(this::read)
                        .list());
    }

    /** The person's cases in which nothing is ordered yet, locked in one order so that nobody waits in a circle. */
    List<RetentionCase> lockWaitingOf(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from retention_case where subject_id = :subject and stage = 'WAITING' order by id for update")
                .bind("subject", subjectId)
                .map(this::read)
                .list());
    }

    /** Every case of the person that a hold could still touch, locked in one order. */
    public List<RetentionCase> lockOpenOf(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select * from retention_case where subject_id = :subject"
                        + " and stage <> 'CANCELLED' order by id for update")
                .bind("subject", subjectId)
                .map(this::read)
                .list());
    }

    public List<RetentionCase> ofSubject(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select * from retention_case where subject_id = :subject order by created_at, id")
                        .bind("subject", subjectId)
                        .map(this::read)
                        .list());
    }

    /** Cases that wait for the answer to this notice; at most one. */
    public Optional<UUID> awaitingNotice(UUID notificationId) {
        return jdbi.withHandle(
                h -> h.createQuery("select id from retention_case where notice_id = :notice and stage = 'NOTICE'")
                        .bind("notice", notificationId)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /** Cases whose closing notice was not answered in time. */
    public List<UUID> noticeOverdue(Instant now, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select id from retention_case where notice_due_by <= :now"
                        + " and stage = 'NOTICE' order by notice_due_by limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    /** Cases in which the category is there and not gone, in order of their ids. */
    List<UUID> withOpenItem(String category, @Nullable UUID after, int limit) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select id from retention_case where stage <> 'CANCELLED'
                          and (cast(:after as uuid) is null or id > :after)
                          and exists (select from jsonb_array_elements(items) item where item ->> 'category' = :category
                              and item ->> 'status' in ('SCHEDULED', 'HELD', 'STATUTORY'))
                        order by id limit :limit""")
                .bind("after", after)
                .bind("category", category)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    /** Cases that a law keeps something of, in order of their ids. */
    public List<UUID> keptByLaw(String law, @Nullable UUID after, int limit) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select id from retention_case where stage <> 'CANCELLED'
                          and (cast(:after as uuid) is null or id > :after)
                          and exists (select from jsonb_array_elements(items) item where item ->> 'law' = :law
                              and item ->> 'status' in ('HELD', 'STATUTORY'))
                        order by id limit :limit""")
                .bind("after", after)
                .bind("law", law)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    /** Held until the transaction ends: of two last steps for one person, the second sees the first (SubjectErased). */
    public void lockEnding(String subjectId) {
        jdbi.useHandle(h -> h.createQuery("select pg_advisory_xact_lock(hashtextextended(:id, 3))::text")
                .bind("id", subjectId)
                .mapTo(String.class)
                .list());
    }

    /**
     * Takes due cases for one replica: rows that another one holds are skipped, a lease that ran out is taken over. Half of
     * them are the oldest, half the newest: a campaign of a million cannot keep a single case waiting behind it.
     */
    public List<UUID> claimDue(Instant now, Duration lease, int limit) {
        return jdbi.withHandle(h -> h.createQuery("""
                        with oldest as (
                            select id from retention_case
                            where next_due_at <= :now and (lease_until is null or lease_until <= :now)
                            order by next_due_at, id limit :half for update skip locked),
                        newest as (
                            select id from retention_case
                            where next_due_at <= :now and (lease_until is null or lease_until <= :now)
                            order by next_due_at desc, id desc limit :half for update skip locked)
                        update retention_case c set lease_until = :until
                        where c.id in (select id from oldest union select id from newest) returning c.id""")
                .bind("now", now)
                .bind("until", now.plus(lease))
                .bind("half", limit / 2)
                .mapTo(UUID.class)
                .list());
    }

    /** How many persons are due by now and were not by {@code confirmedUntil}; counts no further than {@code most}. */
    public long subjectsDue(Instant now, @Nullable Instant confirmedUntil, long most) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select count(distinct subject_id) from (
                            select subject_id from retention_case where next_due_at <= :now
                              and (cast(:confirmed as timestamptz) is null or next_due_at > :confirmed)
                            order by next_due_at, id limit :most) due""")
                .bind("now", now)
                .bind("confirmed", confirmedUntil)
                .bind("most", most)
                .mapTo(Long.class)
                .one());
    }

    /** How many persons have a case or an account; read only when a batch is large. */
    public long subjects() {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from (select subject_id from account union"
                        + " select subject_id from retention_case) persons")
                .mapTo(Long.class)
                .one());
    }

    Page<RetentionCase> list(CaseQuery query, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<RetentionCase> rows = jdbi.withHandle(h -> h.createQuery("""
                        select * from retention_case
                        where (cast(:subject as text) is null or subject_id = :subject)
                          and (cast(:account as text) is null or account_id = :account)
                          and (cast(:status as text) is null or (case when stage = 'WAITING' and status in
                               ('RESTRICTED', 'DUE') then case when due_at <= :now then 'DUE' else 'RESTRICTED' end
                               else status end) = :status)
                          and (cast(:before as timestamptz) is null or due_at < :before)
                          and (cast(:at as timestamptz) is null or (created_at, id) > (:at, cast(:id as uuid)))
                        order by created_at, id limit :limit""")
                .bind("subject", query.subjectId())
                .bind("account", query.accountId())
                .bind("status", query.status() == null ? null : query.status().name())
                .bind("before", query.dueBefore())
                .bind("now", query.now())
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(this::read)
                .list());
        return Page.of(rows, page, c -> List.of(c.createdAt().toString(), c.id().toString()));
    }

    record CaseQuery(
            @Nullable String subjectId,
            @Nullable String accountId,
            @Nullable CaseStatus status,
            @Nullable Instant dueBefore,
            Instant now) {}

    private RetentionCase read(ResultSet row, StatementContext context) throws SQLException {
        return new RetentionCase(
                row.getObject("id", UUID.class),
                row.getString("dedup_key"),
                row.getString("subject_id"),
                row.getString("account_id"),
                Cause.valueOf(row.getString("cause")),
                row.getObject("request_id", UUID.class),
                row.getString("item_ref"),
                row.getBoolean("all_categories"),
                row.getTimestamp("anchor_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getBoolean("late"),
                Stage.valueOf(row.getString("stage")),
                items(row.getString("items")),
                row.getObject("notice_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "erased_live_at"),
                instant(row, "completed_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private String write(List<CaseItem> items) {
        try {
            return json.writeValueAsString(items);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("items of a case", e);
        }
    }

    private List<CaseItem> items(String text) {
        try {
            return json.readValue(text, ITEMS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("items of a case", e);
        }
    }
}
