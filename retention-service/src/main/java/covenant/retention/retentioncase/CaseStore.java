package covenant.retention.retentioncase;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Adds, locks and changes retention cases in their table. A case is changed only after {@link #lock}. */
@ApplicationScoped
public class CaseStore {
    private final Jdbi jdbi;
    private final CaseRows rows;

    CaseStore(Jdbi jdbi, CaseRows rows) {
        this.jdbi = jdbi;
        this.rows = rows;
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
                        .bind("items", rows.write(added.items()))
                        .bind("next", added.nextDueAt().orElse(null))
                        .bind("created", added.createdAt())
                        .execute())
                == 1;
    }

    /** Stores the case as it is now and gives up its lease: a trigger keeps the row in due_case. */
    public void save(RetentionCase changed, Instant now) {
        save(changed, null, now);
    }

    /** As {@link #save(RetentionCase, Instant)}, to be looked at again at {@code noticeDueBy} if no answer came. */
    public void save(RetentionCase changed, @Nullable Instant noticeDueBy, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update retention_case set anchor_at = :anchor, due_at = :due, late = :late, stage = :stage, status = :status,
                            items = cast(:items as jsonb), next_due_at = :next, notice_id = :notice,
                            notice_due_by = case when :stage = 'NOTICE' then coalesce(:patience, notice_due_by) end,
                            erased_live_at = :live, completed_at = :completed where id = :id""")
                .bind("anchor", changed.anchorAt())
                .bind("due", changed.dueAt())
                .bind("late", changed.late())
                .bind("stage", changed.stage().name())
                .bind("status", changed.status(now).name())
                .bind("items", rows.write(changed.items()))
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
                .map(rows::read)
                .findOne());
    }

    public Optional<RetentionCase> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from retention_case where id = :id")
                .bind("id", id)
                .map(rows::read)
                .findOne());
    }

    Optional<RetentionCase> lockByKey(String dedupKey) {
        return jdbi.withHandle(h -> h.createQuery("select * from retention_case where dedup_key = :key for update")
                .bind("key", dedupKey)
                .map(rows::read)
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
                        .map(rows::read)
                        .list());
    }

    /** The person's cases in which nothing is ordered yet, locked in one order so that nobody waits in a circle. */
    List<RetentionCase> lockWaitingOf(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from retention_case where subject_id = :subject and stage = 'WAITING' order by id for update")
                .bind("subject", subjectId)
                .map(rows::read)
                .list());
    }

    /** Every case of the person that a hold could still touch, locked in one order. */
    public List<RetentionCase> lockOpenOf(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select * from retention_case where subject_id = :subject"
                        + " and stage <> 'CANCELLED' order by id for update")
                .bind("subject", subjectId)
                .map(rows::read)
                .list());
    }

    /** Held until the transaction ends: of two last steps for one person, the second sees the first (SubjectErased). */
    public void lockEnding(String subjectId) {
        jdbi.useHandle(h -> h.createQuery("select pg_advisory_xact_lock(hashtextextended(:id, 3))::text")
                .bind("id", subjectId)
                .mapTo(String.class)
                .list());
    }

    public List<RetentionCase> ofSubject(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select * from retention_case where subject_id = :subject order by created_at, id")
                        .bind("subject", subjectId)
                        .map(rows::read)
                        .list());
    }
}
