package covenant.retention.backup;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Which backups still hold what was erased live, and the suppression list beside them. */
@ApplicationScoped
public class CaseBackups {
    private final Jdbi jdbi;

    CaseBackups(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Notes that a holder's backups hold it still; a later erasure of the same case at the same holder moves the date on.
     *
     * @param pseudonym of the person, under a key of this service
     */
    public void add(CaseBackup backup, String pseudonym) {
        jdbi.useHandle(h -> {
            h.createUpdate("""
                            insert into case_backup (case_id, holder_id, categories, erased_at, until)
                            values (:case, :holder, :categories, :erased, :until)
                            on conflict (case_id, holder_id) do update set categories = excluded.categories,
                                erased_at = excluded.erased_at, until = excluded.until, refreshed_at = null
                            where case_backup.erased_at < excluded.erased_at""")
                    .bind("case", backup.caseId())
                    .bind("holder", backup.holderId())
                    .bindArray("categories", String.class, backup.categories())
                    .bind("erased", backup.erasedAt())
                    .bind("until", backup.until())
                    .execute();
            h.createUpdate("""
                            insert into suppression (pseudonym, holder_id, case_id, categories, erased_at, keep_until)
                            values (:pseudonym, :holder, :case, :categories, :erased, :until)
                            on conflict (case_id, holder_id) do update set categories = excluded.categories,
                                erased_at = excluded.erased_at, keep_until = excluded.keep_until""")
                    .bind("pseudonym", pseudonym)
                    .bind("holder", backup.holderId())
                    .bind("case", backup.caseId())
                    .bindArray("categories", String.class, backup.categories())
                    .bind("erased", backup.erasedAt())
                    .bind("until", backup.until())
                    .execute();
        });
    }

    public List<CaseBackup> ofCase(UUID caseId) {
        return ofCases(List.of(caseId)).getOrDefault(caseId, List.of());
    }

    public Map<UUID, List<CaseBackup>> ofCases(Collection<UUID> caseIds) {
        return jdbi.withHandle(
                h -> h.createQuery("select * from case_backup where case_id = any(:cases) order by case_id, holder_id")
                        .bindArray("cases", UUID.class, List.copyOf(caseIds))
                        .map(CaseBackups::read)
                        .collect(Collectors.groupingBy(CaseBackup::caseId)));
    }

    /** The holder's word that none of its backups is older; an older word changes nothing. */
    public void refreshed(String holderId, Instant refreshedAt) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into backup_refresh (holder_id, refreshed_at) values (:holder, :at)
                        on conflict (holder_id) do update
                            set refreshed_at = greatest(backup_refresh.refreshed_at, excluded.refreshed_at)""")
                .bind("holder", holderId)
                .bind("at", refreshedAt)
                .execute());
    }

    /**
     * Marks some backups whose holder has refreshed since, and forgets their suppression; returns their cases. Rows that another
     * replica works on are skipped.
     */
    public List<UUID> settleRefreshed(int limit) {
        return jdbi.withHandle(h -> {
            List<UUID> cases =
                    h.createQuery("""
                            with settled as (
                                select b.case_id, b.holder_id, r.refreshed_at from case_backup b
                                join backup_refresh r on r.holder_id = b.holder_id and r.refreshed_at >= b.erased_at
                                where b.refreshed_at is null
                                order by b.case_id limit :limit for update of b skip locked)
                            update case_backup b set refreshed_at = s.refreshed_at from settled s
                            where b.case_id = s.case_id and b.holder_id = s.holder_id returning b.case_id""").bind("limit", limit).mapTo(UUID.class).list();
            h.createUpdate("""
                            delete from suppression s using case_backup b where s.case_id = any(:cases)
                              and b.case_id = s.case_id and b.holder_id = s.holder_id and b.refreshed_at is not null""").bindArray("cases", UUID.class, cases).execute();
            return cases.stream().distinct().toList();
        });
    }

    /** Registers a restore; the erasures since the backup are ordered again by the sweep. */
    public void restoreStarted(UUID id, String holderId, Instant backupTakenAt, Instant now) {
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into restore (id, holder_id, backup_taken_at, started_at) values (:id, :holder, :taken, :now)")
                .bind("id", id)
                .bind("holder", holderId)
                .bind("taken", backupTakenAt)
                .bind("now", now)
                .execute());
    }

    /** A restore with erasures still to be ordered again, locked; others' are skipped. */
    public Optional<Restore> claimRestore() {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from restore where ordered_at is null order by started_at limit 1 for update skip locked")
                .map(CaseBackups::readRestore)
                .findOne());
    }

    public Optional<Restore> findRestore(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from restore where id = :id")
                .bind("id", id)
                .map(CaseBackups::readRestore)
                .findOne());
    }

    /** The next erasures that the restored backup does not know of. */
    public List<CaseBackup> erasedSince(Restore restore, int limit) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select * from case_backup where holder_id = :holder and erased_at >= :taken
                          and (cast(:at as timestamptz) is null or (erased_at, case_id) > (:at, cast(:case as uuid)))
                        order by erased_at, case_id limit :limit""")
                .bind("holder", restore.holderId())
                .bind("taken", restore.backupTakenAt())
                .bind("at", restore.afterErasedAt())
                .bind("case", restore.afterCase())
                .bind("limit", limit)
                .map(CaseBackups::read)
                .list());
    }

    public void advance(Restore restore) {
        jdbi.useHandle(h -> h.createUpdate("update restore set after_erased_at = :at, after_case = :case,"
                        + " ordered = :ordered, ordered_at = :done where id = :id")
                .bind("at", restore.afterErasedAt())
                .bind("case", restore.afterCase())
                .bind("ordered", restore.ordered())
                .bind("done", restore.orderedAt())
                .bind("id", restore.id())
                .execute());
    }

    /**
     * Drops suppression entries that no backup can need any more: the holder's declared age has passed for them and it has
     * refreshed since (R-5.2-11).
     */
    public int dropOutdated(Instant now) {
        return jdbi.withHandle(h -> h.createUpdate("""
                        delete from suppression s using case_backup b where s.keep_until <= :now
                          and b.case_id = s.case_id and b.holder_id = s.holder_id and b.refreshed_at is not null""").bind("now", now).execute());
    }

    private static CaseBackup read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp refreshed = row.getTimestamp("refreshed_at");
        return new CaseBackup(
                row.getObject("case_id", UUID.class),
                row.getString("holder_id"),
                Arrays.asList((String[]) row.getArray("categories").getArray()),
                row.getTimestamp("erased_at").toInstant(),
                row.getTimestamp("until").toInstant(),
                refreshed == null ? null : refreshed.toInstant());
    }

    private static Restore readRestore(ResultSet row, StatementContext context) throws SQLException {
        Timestamp after = row.getTimestamp("after_erased_at");
        Timestamp done = row.getTimestamp("ordered_at");
        return new Restore(
                row.getObject("id", UUID.class),
                row.getString("holder_id"),
                row.getTimestamp("backup_taken_at").toInstant(),
                row.getTimestamp("started_at").toInstant(),
                after == null ? null : after.toInstant(),
                row.getObject("after_case", UUID.class),
                row.getLong("ordered"),
                done == null ? null : done.toInstant());
    }
}
