package covenant.retention.retentioncase;

import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Finds retention cases among those of all persons: by rule, by law, by notice, by what callers ask for. Locks nothing. */
@ApplicationScoped
public class CaseSearch {
    private final Jdbi jdbi;
    private final CaseRows rows;

    CaseSearch(Jdbi jdbi, CaseRows rows) {
        this.jdbi = jdbi;
        this.rows = rows;
    }

    /** Cases that wait for the answer to this notice; at most one. */
    public Optional<UUID> awaitingNotice(UUID notificationId) {
        return jdbi.withHandle(
                h -> h.createQuery("select id from retention_case where notice_id = :notice and stage = 'NOTICE'")
                        .bind("notice", notificationId)
                        .mapTo(UUID.class)
                        .findOne());
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

    Page<RetentionCase> list(CaseQuery query, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<RetentionCase> found = jdbi.withHandle(h -> h.createQuery("""
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
                .map(rows::read)
                .list());
        return Page.of(found, page, c -> List.of(c.createdAt().toString(), c.id().toString()));
    }

    record CaseQuery(
            @Nullable String subjectId,
            @Nullable String accountId,
            @Nullable CaseStatus status,
            @Nullable Instant dueBefore,
            Instant now) {}
}
