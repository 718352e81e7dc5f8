package covenant.retention.account;

import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.OpenCase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What other features may know of accounts, and do to them when the service ends. */
@ApplicationScoped
public class AccountBook {
    private final AccountStore store;
    private final Cases cases;

    AccountBook(AccountStore store, Cases cases) {
        this.store = store;
        this.cases = cases;
    }

    /** Whether any account of the person is open: then only data solely of the closed one goes (R-1.5.3-3). */
    public boolean anyOpen(String subjectId) {
        return store.anyOpen(subjectId);
    }

    /** Whether an account besides this one keeps what belongs to the person (R-1.5.3-3). */
    public boolean anyOther(String subjectId, @Nullable String accountId) {
        return store.anyOther(subjectId, accountId);
    }

    /** Ends some accounts because the service ends; returns how many, 0 when none is left. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int terminateSome(UUID terminationId, Instant terminatedAt, Instant latest, int limit) {
        List<Account> open = store.claimOpen(limit);
        // By person, so that two replicas never wait for each other's persons in a circle.
        for (Account account :
                open.stream().sorted(Comparator.comparing(Account::subjectId)).toList()) {
            store.save(account.closed(terminatedAt));
            cases.terminate(
                    OpenCase.terminated(
                            account.subjectId(), account.accountId(), account.openedAt(), terminationId, terminatedAt),
                    latest);
        }
        return open.size();
    }
}
