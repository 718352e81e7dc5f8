package covenant.retention.account;

import covenant.contracts.AccountEvent;
import covenant.contracts.Event;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.account.AccountDecision.Closed;
import covenant.retention.account.AccountDecision.ClosedEarlier;
import covenant.retention.account.AccountDecision.Conflict;
import covenant.retention.account.AccountDecision.Nothing;
import covenant.retention.account.AccountDecision.Opened;
import covenant.retention.account.AccountDecision.Reopened;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.RequestedClosures;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes facts about accounts from REST and from Kafka alike: locks the account, decides, stores, opens or cancels the
 * retention case. A fact that came by REST, or that an accepted request makes true, is also published; one that came from Kafka is there
 * already.
 */
@ApplicationScoped
class Accounts implements RequestedClosures {
    private static final Logger LOG = Logger.getLogger(Accounts.class);

    /** Where a fact came from, and so whether the world still has to be told. */
    enum Origin {
        REST,
        KAFKA,
        /** The person asked for it and it was accepted: nobody has to carry it out but this service. */
        REQUEST,
        /** A death was told; that this closes accounts concerns nobody else, and nobody can be told of it. */
        DEATH
    }

    private final AccountStore store;
    private final Cases cases;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final MeterRegistry metrics;

    Accounts(AccountStore store, Cases cases, Outbox outbox, CovenantClock clock, MeterRegistry metrics) {
        this.store = store;
        this.cases = cases;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Transactional
    AccountDecision open(String accountId, String subjectId, Instant openedAt, Origin origin) {
        return carryOut(
                AccountDecider.open(store.lock(accountId).orElse(null), accountId, subjectId, openedAt, clock.now()),
                origin);
    }

    @Transactional
    AccountDecision close(String accountId, String subjectId, Instant closedAt, Origin origin) {
        return carryOut(
                AccountDecider.close(store.lock(accountId).orElse(null), accountId, subjectId, closedAt, clock.now()),
                origin);
    }

    @Transactional
    AccountDecision reopen(String accountId, String subjectId, Instant at, Origin origin) {
        Account known = store.lock(accountId).orElse(null);
        boolean ordered = known != null
                && known.status() == Account.Status.CLOSED
                && cases.erasureOrdered(accountId, known.closures());
        return carryOut(AccountDecider.reopen(known, accountId, subjectId, at, ordered), origin);
    }

    /** After a death the rules of closing apply to every account that is open, or would be closed later only (R-GAP-7). */
    @Transactional
    void closeAllOf(String subjectId, Instant at) {
        if (!store.anyOf(subjectId)) {
            cases.openForDeath(subjectId, at);
            return;
        }
        for (Account account : store.notClosedAt(subjectId, at, clock.now())) {
            carryOut(
                    AccountDecider.close(
                            store.lock(account.accountId()).orElse(null),
                            account.accountId(),
                            subjectId,
                            at,
                            clock.now()),
                    Origin.DEATH);
        }
    }

    @Override
    @Transactional
    public void closeOnRequest(String subjectId, @Nullable String accountId, Instant decidedAt) {
        Instant at = decidedAt.truncatedTo(ChronoUnit.MICROS);
        List<Account> asked = store.openAccountsOf(subjectId).stream()
                .filter(account -> accountId == null || account.accountId().equals(accountId))
                .toList();
        for (Account account : asked) {
            store.lock(account.accountId())
                    .filter(known -> known.closableOnRequest(subjectId, at))
                    .ifPresent(known -> carryOut(
                            AccountDecider.close(known, known.accountId(), subjectId, at, clock.now()),
                            Origin.REQUEST));
        }
    }

    private AccountDecision carryOut(AccountDecision decision, Origin origin) {
        switch (decision) {
            case Opened(Account after) -> {
                store.save(after);
                tell(
                        origin,
                        after,
                        new AccountEvent.AccountOpened(after.accountId(), after.openedAt()),
                        after.openedAt());
            }
            case Closed(Account after) -> {
                store.save(after);
                tell(
                        origin,
                        after,
                        new AccountEvent.AccountClosed(after.accountId(), after.closedAt()),
                        after.closedAt());
                cases.openForClosure(
                        after.subjectId(),
                        after.accountId(),
                        after.openedAt(),
                        closedAt(after),
                        after.closures(),
                        origin != Origin.DEATH);
            }
            case ClosedEarlier(Account after) -> {
                store.save(after);
                tell(
                        origin,
                        after,
                        new AccountEvent.AccountClosed(after.accountId(), after.closedAt()),
                        after.closedAt());
                cases.closedEarlier(
                        after.subjectId(), after.accountId(), after.openedAt(), closedAt(after), after.closures());
            }
            case Reopened(Account after) -> {
                store.save(after);
                tell(
                        origin,
                        after,
                        new AccountEvent.AccountReopened(after.accountId(), after.reopenedAt()),
                        after.reopenedAt());
                cases.cancelForReopening(after.accountId(), after.closures());
            }
            case Nothing(Account after) -> store.save(after);
            case Conflict conflict -> {
                store.record(Ids.next(clock.now()), conflict, clock.now());
                metrics.counter(
                                "covenant.retention.account.conflicts",
                                "kind",
                                conflict.kind().name())
                        .increment();
                LOG.warnf("A fact about an account contradicts what is known: %s", conflict.kind());
            }
        }
        return decision;
    }

    private void tell(Origin origin, Account account, Event event, @Nullable Instant at) {
        if (origin == Origin.REST || origin == Origin.REQUEST) {
            // The prefix keeps our versions apart from those of an account system that numbers its own events.
            EventDraft draft = EventDraft.about(account.subjectId(), "account/" + account.accountId(), event)
                    .account(account.accountId());
            outbox.append(at == null ? draft : draft.occurredAt(at));
        }
    }

    private static Instant closedAt(Account account) {
        if (account.closedAt() == null) {
            throw new IllegalStateException("a closed account has a closing instant");
        }
        return account.closedAt();
    }
}
