package covenant.retention.retentioncase;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What time does to retention cases: which are due, to whom they are leased, and how many persons that concerns. */
@ApplicationScoped
public class DueCases {
    private final Jdbi jdbi;

    DueCases(Jdbi jdbi) {
        this.jdbi = jdbi;
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

    /** Cases whose closing notice was not answered in time. */
    public List<UUID> noticeOverdue(Instant now, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select id from retention_case where notice_due_by <= :now"
                        + " and stage = 'NOTICE' order by notice_due_by limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }
}
