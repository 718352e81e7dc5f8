package covenant.retention.erasure;

import covenant.contracts.NotificationEvent;
import covenant.contracts.RetentionEvent.ErasureDue;
import covenant.contracts.RetentionEvent.RecipientErasureRequested;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.holder.NewOrder;
import covenant.platform.holder.OrderTask;
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
import covenant.retention.retentioncase.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
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
    private final HolderOrders orders;
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
            HolderOrders orders,
            Ledger ledger,
            Ending ending,
            Outbox outbox,
            ErasureSettings settings,
            CovenantClock clock) {
        this.cases = cases;
        this.holds = holds;
        this.accounts = accounts;
        this.holders = holders;
        this.orders = orders;
        this.ledger = ledger;
        this.ending = ending;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    /** Hands what is due to erasure, unless a hold keeps it. A case that is not due any more is left alone. */
    public void fallDue(UUID caseId) {
        Instant now = clock.now();
        RetentionCase known = cases.lock(caseId).orElse(null);
        if (known == null || known.nextDueAt().filter(due -> !due.isAfter(now)).isEmpty()) {
            return;
        }
        RetentionCase due = RetentionDecider.fallDue(known, holds.activeOn(known.subjectId()), now);
        if (due.stage() == Stage.ORDERED) {
            order(due, now);
        } else if (due.stage() == Stage.WAITING && !due.has(ItemStatus.SCHEDULED) && !due.has(ItemStatus.HELD)) {
            ending.live(due, List.of(), now);
        } else {
            cases.save(due, now);
        }
    }

    private void order(RetentionCase due, Instant now) {
        List<String> erasing = due.categories(ItemStatus.ERASING);
        outbox.append(CaseEvents.draft(
                due, new ErasureDue(due.id(), due.accountId(), due.cause(), erasing, due.dueAt(), due.late())));
        List<String> concerned = new ArrayList<>(erasing);
        concerned.addAll(due.categories(ItemStatus.STATUTORY));
        OrderPlan plan = plan(due);
        place(due, plan, plan.first(holders.internalHoldersOf(concerned), ledger.of(due.subjectId())), now);
        cases.save(due, now);
        goOn(due, now);
    }

    private void place(RetentionCase due, OrderPlan plan, List<Planned> planned, Instant now) {
        List<HolderOrder> placed = orders.placeAll(planned.stream()
                .map(p -> NewOrder.of(
                                new OrderTask.Erasure(
                                        due.id(),
                                        due.requestId(),
                                        plan.limitedToAccount(),
                                        due.cause(),
                                        p.method(),
                                        due.itemRef(),
                                        false),
                                p.holderId(),
                                due.subjectId(),
                                p.categories(),
                                due.id(),
                                p.recipient() ? settings.recipientDue(now) : settings.holderDue(now))
                        .reference(p.reference()))
                .toList());
        List<EventDraft> told = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).recipient()) {
                told.add(requested(due, planned.get(i), placed.get(i)));
            }
        }
        outbox.appendAll(told);
    }

    private static EventDraft requested(RetentionCase due, Planned planned, HolderOrder placed) {
        return CaseEvents.draft(
                due,
                new RecipientErasureRequested(
                        due.id(),
                        placed.id(),
                        placed.holderId(),
                        placed.categories(),
                        planned.disclosures(),
                        placed.placedAt(),
                        placed.dueBy()));
    }

    /** Looks again at a case after an answer; the caller holds its lock or gets it here. */
    void goOn(UUID caseId) {
        cases.lock(caseId).ifPresent(known -> goOn(known, clock.now()));
    }

    private void goOn(RetentionCase known, Instant now) {
        List<HolderOrder> placed = orders.ofOwner(known.id()).stream()
                .filter(order -> !Ending.repeated(order))
                .toList();
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
            case WAITING, NOTICE, ERASED_LIVE, COMPLETED, CANCELLED -> {}
        }
    }

    private void afterFirstRound(RetentionCase known, List<HolderOrder> placed, Instant now) {
        if (known.has(ItemStatus.HELD)) {
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
                .ifPresent(known -> orderLast(known, orders.ofOwner(known.id()), now));
    }

    private void orderLast(RetentionCase known, List<HolderOrder> placed, Instant now) {
        OrderPlan plan = plan(known);
        List<Planned> last =
                plan.last(holders.find(OrderPlan.NOTIFICATION_SERVICE).orElse(null));
        if (last.isEmpty()) {
            ending.live(
                    known,
                    placed.stream().filter(order -> !Ending.repeated(order)).toList(),
                    now);
        } else {
            place(known, plan, last, now);
            cases.save(known.at(Stage.LAST), now);
        }
    }

    private OrderPlan plan(RetentionCase of) {
        return new OrderPlan(of, accounts.anyOpen(of.subjectId()));
    }
}
