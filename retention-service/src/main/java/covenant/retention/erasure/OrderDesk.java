package covenant.retention.erasure;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.contracts.RetentionEvent.RecipientErasureRequested;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.NewOrder;
import covenant.platform.holder.OrderStatus;
import covenant.platform.holder.OrderTask;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.retention.erasure.OrderPlan.Planned;
import covenant.retention.retentioncase.CaseEvents;
import covenant.retention.retentioncase.RetentionCase;
import covenant.retention.retentioncase.RetentionDecider.Round;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Places the orders of cases, each recipient's with the event that the person's answer rests on. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class OrderDesk {
    private final HolderOrders orders;
    private final Outbox outbox;
    private final ErasureSettings settings;

    OrderDesk(HolderOrders orders, Outbox outbox, ErasureSettings settings) {
        this.orders = orders;
        this.outbox = outbox;
        this.settings = settings;
    }

    /** The orders that a case waits for: not those of a restored backup, nor of single records. Oldest first. */
    List<HolderOrder> ofCase(UUID caseId) {
        return orders.ofOwner(caseId).stream().filter(OrderDesk::countsForCase).toList();
    }

    static boolean countsForCase(HolderOrder order) {
        return !(order.task() instanceof OrderTask.Erasure erasure)
                || !erasure.repeated() && erasure.recordsUpTo() == null;
    }

    void place(RetentionCase of, OrderPlan plan, List<Planned> planned, Instant now) {
        List<HolderOrder> placed = orders.placeAll(
                planned.stream().map(p -> order(of, plan, p, null, now)).toList());
        List<EventDraft> told = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).recipient()) {
                told.add(requested(of, planned.get(i), placed.get(i)));
            }
        }
        outbox.appendAll(told);
    }

    void placeRound(RetentionCase of, OrderPlan plan, List<Planned> planned, Round round, Instant now) {
        orders.placeAll(planned.stream()
                .map(p -> order(of, plan, p, round.recordsUpTo(), now))
                .toList());
    }

    /** Orders again what the holder erased for these cases, as it was ordered then (R-5.2-9). */
    int placeAgain(List<UUID> caseIds, String holderId, Instant now) {
        List<NewOrder> again = orders.ofOwners(caseIds).values().stream()
                .flatMap(List::stream)
                .filter(order -> order.holderId().equals(holderId) && order.status() == OrderStatus.CONFIRMED)
                .filter(order -> order.task() instanceof OrderTask.Erasure erasure && !erasure.repeated())
                .map(order -> NewOrder.of(
                                ((OrderTask.Erasure) order.task()).again(),
                                holderId,
                                order.subjectId(),
                                order.categories(),
                                order.ownerId(),
                                settings.holderDue(now))
                        .reference(order.reference()))
                .toList();
        orders.placeAll(again);
        return again.size();
    }

    private NewOrder order(
            RetentionCase of, OrderPlan plan, Planned planned, @Nullable LocalDate recordsUpTo, Instant now) {
        ErasureMethod method = planned.method();
        return NewOrder.of(
                        new OrderTask.Erasure(
                                of.id(),
                                of.requestId(),
                                plan.limitedToAccount(),
                                of.cause(),
                                method,
                                of.itemRef(),
                                false,
                                recordsUpTo),
                        planned.holderId(),
                        of.subjectId(),
                        planned.categories(),
                        of.id(),
                        planned.recipient() ? settings.recipientDue(now) : settings.holderDue(now))
                .reference(planned.reference());
    }

    private static EventDraft requested(RetentionCase of, Planned planned, HolderOrder placed) {
        return CaseEvents.draft(
                of,
                new RecipientErasureRequested(
                        of.id(),
                        placed.id(),
                        placed.holderId(),
                        placed.categories(),
                        planned.disclosures(),
                        placed.placedAt(),
                        placed.dueBy()));
    }
}
