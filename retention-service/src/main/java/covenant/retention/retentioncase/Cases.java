package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.CancellationCause;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.rule.RuleBook;
import covenant.retention.rule.Rules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Opens, cancels and reconsiders cases, each with all its items and events in the caller's one transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Cases {
    private static final Logger LOG = Logger.getLogger(Cases.class);

    private final CaseStore store;
    private final Rules rules;
    private final ActiveHolds holds;
    private final Outbox outbox;
    private final CovenantClock clock;

    Cases(CaseStore store, Rules rules, ActiveHolds holds, Outbox outbox, CovenantClock clock) {
        this.store = store;
        this.rules = rules;
        this.holds = holds;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The month begins (policy 4.2.2). */
    public void openForClosure(String subjectId, String accountId, Instant closedAt, int closure) {
        open(OpenCase.closed(subjectId, accountId, closedAt, closure))
                .ifPresent(opened -> outbox.append(CaseEvents.closingNotice(opened, Ids.next(clock.now()))));
    }

    /** Whether the erasure after this closing can no longer be undone. */
    public boolean erasureOrdered(String accountId, int closure) {
        return store.lockByKey(
                        OpenCase.closed("-", accountId, Instant.EPOCH, closure).dedupKey())
                .map(known -> RetentionDecider.cancel(known).isEmpty() && known.stage() != Stage.CANCELLED)
                .orElse(false);
    }

    public void cancelForReopening(String accountId, int closure) {
        store.lockByKey(OpenCase.closed("-", accountId, Instant.EPOCH, closure).dedupKey())
                .flatMap(RetentionDecider::cancel)
                .ifPresent(cancelled -> {
                    store.save(cancelled, clock.now());
                    outbox.append(CaseEvents.cancelled(cancelled, CancellationCause.ACCOUNT_REOPENED, clock.now()));
                });
    }

    /**
     * Opens a case that is executed at once. Items of the person's waiting cases are taken over, so that nothing is ordered
     * twice; a withdrawal takes only what no law keeps (R-5-2).
     */
    public Optional<RetentionCase> openAtOnce(OpenCase command) {
        OpenCase effective = withoutStatutory(command);
        if (effective.categories().isEmpty() && !command.categories().isEmpty()) {
            return Optional.empty();
        }
        Optional<RetentionCase> opened = open(effective);
        if (opened.isPresent() && command.itemRef() == null) {
            takeOver(opened.get());
        }
        return opened;
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
        RetentionCase opened =
                RetentionDecider.open(Ids.next(now), command, rules.book(), holds.activeOn(command.subjectId()), now);
        if (!store.add(opened)) {
            return Optional.empty();
        }
        outbox.appendAll(CaseEvents.opened(opened));
        if (opened.late()) {
            LOG.warnf("Case %s opened late: it fell due at %s", opened.id(), opened.dueAt());
        }
        return Optional.of(opened);
    }

    private void takeOver(RetentionCase by) {
        List<String> categories = by.categories(ItemStatus.SCHEDULED);
        for (RetentionCase waiting : store.lockWaitingOf(by.subjectId())) {
            if (waiting.cause() != Cause.ACCOUNT_CLOSED || waiting.id().equals(by.id())) {
                continue;
            }
            RetentionCase rest = RetentionDecider.supersede(waiting, categories, by.id());
            if (!rest.equals(waiting)) {
                store.save(rest, clock.now());
            }
        }
    }

    private OpenCase withoutStatutory(OpenCase command) {
        if (command.cause() != Cause.CONSENT_WITHDRAWN) {
            return command;
        }
        RuleBook book = rules.book();
        List<String> free = command.categories().stream()
                .filter(category -> book.rule(category)
                        .filter(rule -> book.statutory(rule).isEmpty())
                        .isPresent())
                .toList();
        return new OpenCase(
                command.dedupKey(),
                command.subjectId(),
                command.accountId(),
                command.cause(),
                command.requestId(),
                command.itemRef(),
                free,
                command.occurredAt());
    }
}
