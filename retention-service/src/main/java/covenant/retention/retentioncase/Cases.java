package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.CancellationCause;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.rule.Rules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens, cancels and reconsiders cases, each with all its items and events in the caller's one transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Cases {
    private static final Logger LOG = Logger.getLogger(Cases.class);

    private final CaseStore store;
    private final Rules rules;
    private final ActiveHolds holds;
    private final OpenAccounts accounts;
    private final Outbox outbox;
    private final CovenantClock clock;

    Cases(CaseStore store, Rules rules, ActiveHolds holds, OpenAccounts accounts, Outbox outbox, CovenantClock clock) {
        this.store = store;
        this.rules = rules;
        this.holds = holds;
        this.accounts = accounts;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The month begins (policy 4.2.2). @param told whether the person is to be told; a dead person is not (R-GAP-7) */
    public void openForClosure(
            String subjectId,
            String accountId,
            @Nullable Instant openedAt,
            Instant closedAt,
            int closure,
            boolean told) {
        open(OpenCase.closed(subjectId, accountId, openedAt, closedAt, closure))
                .filter(opened -> told)
                .ifPresent(opened -> outbox.append(CaseEvents.closingNotice(opened, Ids.next(clock.now()))));
    }

    /** The closing turned out to be earlier: its case comes nearer, and is published as when it is computed anew. */
    public void closedEarlier(
            String subjectId, String accountId, @Nullable Instant openedAt, Instant closedAt, int closure) {
        OpenCase command = OpenCase.closed(subjectId, accountId, openedAt, closedAt, closure);
        store.lockByKey(command.dedupKey())
                .filter(known -> known.stage() != Stage.CANCELLED)
                .ifPresent(known -> {
                    RetentionCase sooner = RetentionDecider.closedEarlier(known, command, rules.book(), clock.now());
                    store.save(sooner, clock.now());
                    outbox.append(CaseEvents.scheduled(sooner));
                });
    }

    /** A person died of whom no account is known here: the rules of closing apply to what systems may hold (R-GAP-7). */
    public void openForDeath(String subjectId, Instant at) {
        open(OpenCase.deceased(subjectId, at));
    }

    /** Whether the erasure after this closing can no longer be undone. */
    public boolean erasureOrdered(String accountId, int closure) {
        return store.lockByKey(OpenCase.closureKey(accountId, closure))
                .map(known -> RetentionDecider.cancel(known).isEmpty() && known.stage() != Stage.CANCELLED)
                .orElse(false);
    }

    public void cancelForReopening(String accountId, int closure) {
        store.lockByKey(OpenCase.closureKey(accountId, closure))
                .flatMap(RetentionDecider::cancel)
                .ifPresent(this::cancel);
    }

    private void cancel(RetentionCase cancelled) {
        store.save(cancelled, clock.now());
        outbox.append(CaseEvents.cancelled(cancelled, CancellationCause.ACCOUNT_REOPENED, clock.now()));
    }

    /**
     * Opens a case that is executed at once. Items of the person's waiting cases are taken over, and what is being erased
     * already is left out, so that nothing is ordered twice; a withdrawal takes only what no law keeps (R-5-2).
     */
    public Optional<RetentionCase> openAtOnce(OpenCase command) {
        return open(command);
    }

    /** A purpose is done: what was kept for it alone goes (PIPL art. 47(1)(1)). */
    public Optional<RetentionCase> purposeFulfilled(
            String subjectId, String purpose, List<String> categories, Instant at) {
        return categories.isEmpty()
                ? Optional.empty()
                : open(OpenCase.atOnce(
                        "purpose/" + subjectId + "/" + purpose + "/" + at,
                        subjectId,
                        Cause.PURPOSE_FULFILLED,
                        categories,
                        at));
    }

    /**
     * As {@link #openAtOnce}, for a request that rests on the account being closed. If the account was reopened before, the
     * request has lost: its case is opened and cancelled, so that everybody is told the one outcome (AC-64).
     */
    public void openWhileClosed(OpenCase command) {
        store.lockPerson(command.subjectId());
        store.lockAllOf(command.subjectId());
        if (accounts.reopened(command.subjectId(), command.accountId())) {
            RetentionCase lost = CaseOpening.open(
                    Ids.next(clock.now()), command, rules.book(), holds.activeOn(command.subjectId()), clock.now());
            if (store.add(lost)) {
                outbox.appendAll(CaseEvents.opened(lost));
                RetentionDecider.cancel(lost).ifPresent(this::cancel);
            }
            return;
        }
        open(command);
    }

    /**
     * Which cases have ordered the erasure of what was shared at {@code sharedAt}, by case the categories; the cases are
     * locked, so that one that orders at this moment is seen.
     */
    public Map<UUID, SortedSet<String>> erasing(String subjectId, Collection<String> categories, Instant sharedAt) {
        return new PersonCases(store.lockAllOf(subjectId), accounts.anyOpen(subjectId)).erasing(categories, sharedAt);
    }

    /** The body that the law names has the data now (R-4.2.3-2); returns how many cases that changed. */
    public int handedOver(String subjectId, Collection<String> categories, Instant at) {
        store.lockPerson(subjectId);
        int changed = 0;
        for (RetentionCase known : store.lockOpenOf(subjectId)) {
            RetentionCase next = RetentionDecider.handedOver(known, categories, at);
            if (!next.equals(known)) {
                store.save(next, clock.now());
                outbox.append(CaseEvents.scheduled(next));
                changed++;
            }
        }
        return changed;
    }

    /** The service ends for this account: a waiting case is brought forward, an open account gets one. */
    public void terminate(OpenCase command, Instant latest) {
        for (RetentionCase waiting : store.lockWaitingOf(command.subjectId())) {
            RetentionCase sooner = RetentionDecider.bringForward(waiting, latest);
            if (!sooner.equals(waiting)) {
                store.save(sooner, clock.now());
            }
        }
        open(command);
    }

    /**
     * After a hold was placed or released, in its transaction. Returns the categories that are being erased already: orders
     * that went out cannot be called back.
     */
    public SortedSet<String> reconsider(String subjectId) {
        List<HoldScope> active = holds.activeOn(subjectId);
        SortedSet<String> erasing = new TreeSet<>();
        for (RetentionCase known : store.lockOpenOf(subjectId)) {
            erasing.addAll(known.categories(ItemStatus.ERASING));
            RetentionCase reconsidered = RetentionDecider.reconsider(known, active);
            if (!reconsidered.equals(known)) {
                store.save(reconsidered, clock.now());
            }
        }
        return erasing;
    }

    private Optional<RetentionCase> open(OpenCase command) {
        Instant now = clock.now();
        String subject = command.subjectId();
        store.lockPerson(subject);
        PersonCases person = new PersonCases(store.lockAllOf(subject), accounts.anyOther(subject, command.accountId()));
        PersonCases.Opening opening = person.open(Ids.next(now), command, rules.book(), holds.activeOn(subject), now);
        RetentionCase opened = opening.opened().orElse(null);
        if (opened == null || !store.add(opened)) {
            return Optional.empty();
        }
        opening.changed().forEach(changed -> store.save(changed, now));
        outbox.appendAll(CaseEvents.opened(opened));
        if (opened.late()) {
            LOG.warnf("Case %s opened late: it fell due at %s", opened.id(), opened.dueAt());
        }
        return Optional.of(opened);
    }
}
