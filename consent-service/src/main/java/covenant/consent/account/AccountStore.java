package covenant.consent.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code account}. */
@ApplicationScoped
class AccountStore {
    private final Jdbi jdbi;

    AccountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Account> find(String accountId) {
        return jdbi.withHandle(h -> h.createQuery("select * from account where account_id = :id")
                .bind("id", accountId)
                .map((row, context) -> new Account(
                        row.getString("account_id"),
                        row.getString("subject_id"),
                        row.getBoolean("open"),
                        instant(row, "opened_at"),
                        instant(row, "closed_at"),
                        instant(row, "reopened_at")))
                .findOne());
    }

    void put(Account account) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into account (account_id, subject_id, open, opened_at, closed_at, reopened_at)
                        values (:id, :subject, :open, :opened, :closed, :reopened)
                        on conflict (account_id) do update set open = excluded.open, opened_at = excluded.opened_at,
                            closed_at = excluded.closed_at, reopened_at = excluded.reopened_at""")
                .bind("id", account.accountId())
                .bind("subject", account.subjectId())
                .bind("open", account.open())
                .bind("opened", account.openedAt())
                .bind("closed", account.closedAt())
                .bind("reopened", account.reopenedAt())
                .execute());
    }

    boolean anyOpen(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select exists(select 1 from account where subject_id = :subject and open)")
                        .bind("subject", subjectId)
                        .mapTo(Boolean.class)
                        .one());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
