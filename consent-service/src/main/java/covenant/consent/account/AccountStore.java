package covenant.consent.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Table {@code account}. */
@ApplicationScoped
class AccountStore {
    private final Jdbi jdbi;

    AccountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Account(String accountId, String subjectId, boolean open, Instant changedAt) {}

    Optional<Account> find(String accountId) {
        return jdbi.withHandle(h -> h.createQuery("select * from account where account_id = :id")
                .bind("id", accountId)
                .map((row, context) -> new Account(
                        row.getString("account_id"),
                        row.getString("subject_id"),
                        row.getBoolean("open"),
                        row.getTimestamp("changed_at").toInstant()))
                .findOne());
    }

    void put(String accountId, String subjectId, boolean open, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("insert into account (account_id, subject_id, open, changed_at)"
                        + " values (:id, :subject, :open, :at) on conflict (account_id) do update"
                        + " set open = excluded.open, changed_at = excluded.changed_at")
                .bind("id", accountId)
                .bind("subject", subjectId)
                .bind("open", open)
                .bind("at", at)
                .execute());
    }

    boolean anyOpen(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select exists(select 1 from account where subject_id = :subject and open)")
                        .bind("subject", subjectId)
                        .mapTo(Boolean.class)
                        .one());
    }
}
