package covenant.retention.erasure;

import covenant.contracts.NotificationEvent;
import covenant.contracts.RetentionEvent.ErasureDue;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.account.AccountBook;
import covenant.retention.erasure.OrderPlan.Planned;
import covenant.retention.retentioncase.ActiveHolds;
import covenant.retention.retentioncase.CaseEvents;
import covenant.retention.retentioncase.CaseStore;
import covenant.retention.retentioncase.ItemStatus;
import covenant.retention.retentioncase.RetentionCase;
import covenant.retention.retentioncase.RetentionDecider;
import covenant.retention.retentioncase.RetentionDecider.Round;
import covenant.retention.retentioncase.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Leads a case from its due instant to the end of the live data; see {@link Stage}. Every step locks the case first, looks at
 * holds and orders as they are then, and commits with its orders and events: a step that is repeated finds nothing to do.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Erasure {
    private final CaseStore cases;
    private final ActiveHolds holds;
    private final AccountBook accounts;
    private final HolderRegistry holders;
    private final OrderDesk desk;
    private final Ledger ledger;
    private final Ending ending;
    private final Outbox outbox;
    private final ErasureSettings settings;
    private final CovenantClock clock;

    Erasure(
            CaseStore cases,
            ActiveHolds holds,
            AccountBook accounts,
            HolderRegistry holders,
            OrderDesk desk,
            Ledger ledger,
            Ending ending,
            Outbox outbox,
            ErasureSettings settings,
            CovenantClock clock) {
        this.cases = cases;
        this.holds = holds;
        this.accounts = accounts;
        this.holders = holders;
        this.desk = desk;
        this.ledger = ledger;
        this.ending = ending;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Hands what is due to erasure, unless a hold keeps it. A case that is not due any more is left alone.
     *
     * @param now an instant that the sweep's guard has let pass
     */
    public void fallDue(UUID caseId, Instant now) {
        RetentionCase known = cases.lock(caseId).orElse(null);
        if (known == null || known.nextDueAt().filter(due -> !due.isAfter(now)).isEmpty()) {
            return;
        }
        RetentionCase due = rounds(RetentionDecider.fallDue(known, holds.activeOn(known.subjectId()), now), now);
        if (due.has(ItemStatus.ERASING)) {
            order(due, now);
        } else if (due.stage() == Stage.WAITING && !due.has(ItemStatus.SCHEDULED) && !due.has(ItemStatus.HELD)) {
            ending.live(due, List.of(), now);
        } else {
            cases.save(due, now);
        }
    }

    /** The oldest records of what a law keeps; their orders do not keep the case from its end. */
    private RetentionCase rounds(RetentionCase due, Instant now) {
        List<Round> rounds = RetentionDecider.rounds(due, now);
        if (rounds.isEmpty()) {
            return due;
        }
        OrderPlan plan = plan(due);
        for (Round round : rounds) {
            desk.placeRound(due, plan, plan.round(round, holders.internalHoldersOf(round.categories())), round, now);
        }
        return RetentionDecider.roundsOrdered(due, now);
    }

    /** What was shared before the orders went out and was heard of only now: the recipient is told too (R-5.2-5). */
    void sharedLate(UUID caseId, Collection<LedgerEntry> entries) {
        Instant now = clock.now();
        cases.lock(caseId).ifPresent(known -> {
            OrderPlan plan = plan(known);
            List<Planned> late = plan.late(holders.internalHoldersOf(plan.recipientsErase()), entries);
            if (!late.isEmpty()) {
                desk.place(known, plan, late, now);
            }
        });
    }

    private void order(RetentionCase due, Instant now) {
        List<String> erasing = due.categories(ItemStatus.ERASING);
        outbox.append(CaseEvents.draft(
                due, new ErasureDue(due.id(), due.accountId(), due.cause(), erasing, due.dueAt(), due.late())));
        List<String> concerned = new ArrayList<>(erasing);
        concerned.addAll(due.categories(ItemStatus.STATUTORY));
        OrderPlan plan = plan(due);
        List<Planned> first = plan.first(holders.internalHoldersOf(concerned), ledger.of(due.subjectId()));
        desk.place(due, plan, first, now);
        cases.save(due, now);
        if (first.isEmpty()) {
            goOn(due, now);
        }
    }

    /** Looks again at a case after an answer; the caller holds its lock or gets it here. */
    void goOn(UUID caseId) {
        cases.lock(caseId).ifPresent(known -> goOn(known, clock.now()));
    }

    private void goOn(RetentionCase known, Instant now) {
        List<HolderOrder> placed = desk.ofCase(known.id());
        boolean waits = placed.stream().anyMatch(order -> order.status().isOpen());
        switch (known.stage()) {
            case ORDERED -> {
                if (!waits) {
                    afterFirstRound(known, placed, now);
                }
            }
            case LAST -> {
                if (!waits) {
                    ending.live(known, placed, now);
                }
            }
            case ERASED_LIVE, COMPLETED -> {
                if (!waits) {
                    ending.amended(known, placed, now);
                }
            }
            case WAITING, NOTICE, CANCELLED -> {}
        }
    }

    private void afterFirstRound(RetentionCase known, List<HolderOrder> placed, Instant now) {
        if (known.has(ItemStatus.HELD) || known.has(ItemStatus.SCHEDULED)) {
            ending.held(known, placed, now);
        } else if (known.endsThePerson() && known.erasedLiveAt() == null) {
            requestNotice(known, now);
        } else {
            orderLast(known, placed, now);
        }
    }

    /** The person is told before the address is gone (policy 5.2: feedback on the result). */
    private void requestNotice(RetentionCase known, Instant now) {
        UUID id = Ids.next(now);
        outbox.append(EventDraft.about(
                known.subjectId(),
                id.toString(),
                new NotificationEvent.NotificationRequested(
                        id,
                        NotificationEvent.MessageClass.RIGHTS,
                        "erasure-completed",
                        known.subjectId(),
                        null,
                        null,
                        Map.of(
                                "caseId",
                                known.id().toString(),
                                "cause",
                                known.cause().name()),
                        null,
                        "erasure-completed/" + known.id(),
                        new NotificationEvent.About(null, null, null, known.requestId(), known.id()),
                        null)));
        cases.save(known.awaitingNotice(id), settings.noticeDue(now), now);
    }

    /** The notice left, or could not, or was waited for long enough: the address itself goes. */
    void noticeAnswered(UUID caseId) {
        Instant now = clock.now();
        cases.lock(caseId)
                .filter(known -> known.stage() == Stage.NOTICE)
                .ifPresent(known -> orderLast(known, desk.ofCase(known.id()), now));
    }

    private void orderLast(RetentionCase known, List<HolderOrder> placed, Instant now) {
        OrderPlan plan = plan(known);
        List<Planned> last =
                plan.last(holders.find(OrderPlan.NOTIFICATION_SERVICE).orElse(null));
        boolean addressGone = known.erasedLiveAt() != null && !plan.erases(last);
        if (last.isEmpty() || addressGone) {
            ending.live(known, placed, now);
        } else {
            desk.place(known, plan, last, now);
            cases.save(known.at(Stage.LAST), now);
        }
    }

    private OrderPlan plan(RetentionCase of) {
        return new OrderPlan(of, accounts.anyOther(of.subjectId(), of.accountId()));
    }
}
