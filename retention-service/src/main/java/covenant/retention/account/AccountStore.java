package covenant.retention.account;

import covenant.retention.account.Account.Status;
import covenant.retention.account.AccountDecision.Conflict;
import covenant.retention.retentioncase.OpenAccounts;
import jakarta.enterprise.context.ApplicationScoped;
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

@ApplicationScoped
class AccountStore implements OpenAccounts {
    private final Jdbi jdbi;

    AccountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The account, its row locked until the transaction ends. Two first facts about one account come here one after the
     * other as well: the second waits for the lock on the account's name.
     */
    Optional<Account> lock(String accountId) {
        return jdbi.withHandle(h -> {
            h.createQuery("select pg_advisory_xact_lock(hashtextextended(:id, 1))::text")
                    .bind("id", accountId)
                    .mapTo(String.class)
                    .list();
            return h.createQuery("select * from account where account_id = :id for update")
                    .bind("id", accountId)
                    .map(AccountStore::read)
                    .findOne();
        });
    }

    Optional<Account> find(String accountId) {
        return jdbi.withHandle(h -> h.createQuery("select * from account where account_id = :id")
                .bind("id", accountId)
                .map(AccountStore::read)
                .findOne());
    }

    List<Account> openAccountsOf(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from account where subject_id = :subject and status = 'OPEN' order by account_id")
                .bind("subject", subjectId)
                .map(AccountStore::read)
                .list());
    }

    @Override
    public boolean anyOpen(String subjectId) {
        return !openAccountsOf(subjectId).isEmpty();
    }

    @Override
    public boolean anyOther(String subjectId, @Nullable String accountId) {
        return openAccountsOf(subjectId).stream()
                .anyMatch(account -> !account.accountId().equals(accountId));
    }

    @Override
    public boolean reopened(String subjectId, @Nullable String accountId) {
        return openAccountsOf(subjectId).stream()
                .filter(account -> accountId == null || account.accountId().equals(accountId))
                .anyMatch(account -> account.reopenedAt() != null && account.closures() > 0);
    }

    @Override
    public Optional<Instant> openedAt(String accountId) {
        return find(accountId).map(Account::openedAt);
    }

    /** Accounts that are open, or whose closing lies ahead of both instants. */
    List<Account> notClosedAt(String subjectId, Instant at, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("select * from account where subject_id = :subject"
                        + " and (status = 'OPEN' or (closed_at > :at and closed_at > :now)) order by account_id")
                .bind("subject", subjectId)
                .bind("at", at)
                .bind("now", now)
                .map(AccountStore::read)
                .list());
    }

    boolean anyOf(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select exists (select from account where subject_id = :subject)")
                .bind("subject", subjectId)
                .mapTo(Boolean.class)
                .one());
    }

    /** Some accounts that are still open, for the end of the service; their rows are locked, others' are skipped. */
    List<Account> claimOpen(int limit) {
        return jdbi.withHandle(h -> h.createQuery("select * from account where status = 'OPEN' order by account_id"
                        + " limit :limit for update skip locked")
                .bind("limit", limit)
                .map(AccountStore::read)
                .list());
    }

    /** As {@link #claimOpen}, of those that were opened by then and not opened again since. */
    List<Account> claimOpenedBy(Instant end, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select * from account where status = 'OPEN' and opened_at <= :end"
                        + " and (reopened_at is null or reopened_at <= :end) order by opened_at"
                        + " limit :limit for update skip locked")
                .bind("end", end)
                .bind("limit", limit)
                .map(AccountStore::read)
                .list());
    }

    void save(Account account) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into account (account_id, subject_id, status, opened_at, closed_at, reopened_at, closures)
                        values (:id, :subject, :status, :opened, :closed, :reopened, :closures)
                        on conflict (account_id) do update set status = excluded.status, opened_at = excluded.opened_at,
                            closed_at = excluded.closed_at, reopened_at = excluded.reopened_at,
                            closures = excluded.closures""")
                .bind("id", account.accountId())
                .bind("subject", account.subjectId())
                .bind("status", account.status().name())
                .bind("opened", account.openedAt())
                .bind("closed", account.closedAt())
                .bind("reopened", account.reopenedAt())
                .bind("closures", account.closures())
                .execute());
    }

    void record(UUID id, Conflict conflict, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into account_conflict (id, account_id, kind, known_at, claimed_at, recorded_at)
                        select :id, :account, :kind, :known, :claimed, :now
                        where not exists (select 1 from account_conflict where account_id = :account
                            and kind = :kind and claimed_at = :claimed)""")
                .bind("id", id)
                .bind("account", conflict.known().accountId())
                .bind("kind", conflict.kind().name())
                .bind("known", conflict.standing())
                .bind("claimed", conflict.claimedAt())
                .bind("now", now)
                .execute());
    }

    List<AccountView.ConflictView> conflicts(String accountId) {
        return jdbi.withHandle(h -> h.createQuery("select kind, known_at, claimed_at, recorded_at from account_conflict"
                        + " where account_id = :id order by recorded_at, id limit 100")
                .bind("id", accountId)
                .map((row, context) -> new AccountView.ConflictView(
                        row.getString("kind"),
                        instant(row, "known_at"),
                        row.getTimestamp("claimed_at").toInstant(),
                        row.getTimestamp("recorded_at").toInstant()))
                .list());
    }

    private static Account read(ResultSet row, StatementContext context) throws SQLException {
        return new Account(
                row.getString("account_id"),
                row.getString("subject_id"),
                Status.valueOf(row.getString("status")),
                instant(row, "opened_at"),
                instant(row, "closed_at"),
                instant(row, "reopened_at"),
                row.getInt("closures"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
