package covenant.notification.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** Table {@code account}. */
@ApplicationScoped
class AccountStore {
    private final Jdbi jdbi;

    AccountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void put(String accountId, String subjectId, boolean open, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into account (account_id, subject_id, open, changed_at)
                        values (:account, :subject, :open, :at)
                        on conflict (account_id) do update set open = excluded.open, changed_at = excluded.changed_at""")
                .bind("account", accountId)
                .bind("subject", subjectId)
                .bind("open", open)
                .bind("at", at)
                .execute());
    }
}
