package covenant.retention.account;

import covenant.contracts.AccountEvent;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.OpenCase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What other features may know of accounts, and do to them when the service ends. */
@ApplicationScoped
public class AccountBook {
    private final AccountStore store;
    private final Cases cases;
    private final Outbox outbox;

    AccountBook(AccountStore store, Cases cases, Outbox outbox) {
        this.store = store;
        this.cases = cases;
        this.outbox = outbox;
    }

    /** Whether any account of the person is open: then only data solely of the closed one goes (R-1.5.3-3). */
    public boolean anyOpen(String subjectId) {
        return store.anyOpen(subjectId);
    }

    /** Whether an account besides this one keeps what belongs to the person (R-1.5.3-3). */
    public boolean anyOther(String subjectId, @Nullable String accountId) {
        return store.anyOther(subjectId, accountId);
    }

    /** Ends some of all open accounts because the service ends; returns how many, 0 when none is left. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int terminateSome(UUID terminationId, Instant terminatedAt, Instant latest, int limit) {
        List<Account> open = store.claimOpen(limit);
        // By person, so that two replicas never wait for each other's persons in a circle.
        open.stream()
                .sorted(Comparator.comparing(Account::subjectId))
                .forEach(account -> terminate(account.endedWithService(terminatedAt), terminationId, latest));
        return open.size();
    }

    /**
     * Ends some accounts that were opened before the end and are heard of only after it: others have to be told, as they had
     * closed all they knew when the end was declared. Who registers after the end is none of its persons.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int terminateLate(UUID terminationId, Instant executedAt, Instant terminatedAt, Instant latest, int limit) {
        List<Account> late = store.claimOpenedBy(executedAt, limit);
        late.stream().sorted(Comparator.comparing(Account::subjectId)).forEach(account -> {
            Account closed = account.endedWithService(terminatedAt);
            outbox.append(closedEvent(closed));
            terminate(closed, terminationId, latest);
        });
        return late.size();
    }

    private void terminate(Account closed, UUID terminationId, Instant latest) {
        store.save(closed);
        cases.terminate(terminated(closed, terminationId), latest);
    }

    private static EventDraft closedEvent(Account closed) {
        return EventDraft.about(
                        closed.subjectId(),
                        "account/" + closed.accountId(),
                        new AccountEvent.AccountClosed(closed.accountId(), closed.closedAt()))
                .account(closed.accountId())
                .occurredAt(Objects.requireNonNull(closed.closedAt()));
    }

    private static OpenCase terminated(Account closed, UUID terminationId) {
        return OpenCase.terminated(
                closed.subjectId(),
                closed.accountId(),
                closed.openedAt(),
                terminationId,
                closed.closures(),
                Objects.requireNonNull(closed.closedAt()));
    }
}
