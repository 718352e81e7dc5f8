package covenant.retention.account;

import covenant.contracts.AccountEvent;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.OpenCase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
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
    public int terminateSome(ServiceEnd end, int limit) {
        List<Account> open = store.claimOpen(limit);
        byPerson(open).forEach(account -> terminate(account.closedBy(end), end));
        return open.size();
    }

    /**
     * Ends some accounts that were opened before the end and are heard of only after it: others have to be told, as they had
     * closed all they knew when the end was declared. Who registers after the end is none of its persons.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int terminateLate(ServiceEnd end, int limit) {
        List<Account> late = store.claimOpenedBy(end.executedAt(), limit);
        byPerson(late).forEach(account -> {
            Account closed = account.closedBy(end);
            outbox.append(closedEvent(closed));
            terminate(closed, end);
        });
        return late.size();
    }

    /** In one order, so that two replicas never wait for each other's persons in a circle. */
    private static List<Account> byPerson(List<Account> accounts) {
        return accounts.stream()
                .sorted(Comparator.comparing(Account::subjectId))
                .toList();
    }

    private void terminate(Account closed, ServiceEnd end) {
        store.save(closed);
        cases.terminate(terminated(closed, end.terminationId()), end.latest());
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
