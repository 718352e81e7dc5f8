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
                            select case_id from due_case
                            where due_at <= :now and (lease_until is null or lease_until <= :now)
                            order by due_at, case_id limit :half for update skip locked),
                        newest as (
                            select case_id from due_case
                            where due_at <= :now and (lease_until is null or lease_until <= :now)
                            order by due_at desc, case_id desc limit :half for update skip locked)
                        update due_case set lease_until = :until
                        where case_id in (select case_id from oldest union select case_id from newest) returning case_id""")
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
                            select subject_id from due_case where due_at <= :now
                              and (cast(:confirmed as timestamptz) is null or due_at > :confirmed)
                            order by due_at, case_id limit :most) due""")
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
