package covenant.platform.holder;

import covenant.contracts.HolderAckEvent;
import covenant.contracts.HolderOrderEvent;
import covenant.platform.outbox.EventDraft;
import java.time.Instant;
import java.util.Objects;

/** Orders, and answers that came by REST, as events. */
final class OrderEvents {
    private OrderEvents() {}

    static EventDraft draft(HolderOrder order) {
        EventDraft draft = EventDraft.about(order.subjectId(), order.id().toString(), of(order));
        return order.task() instanceof OrderTask.Erasure erasure ? draft.account(erasure.accountId()) : draft;
    }

    static HolderOrderEvent of(HolderOrder o) {
        return switch (o.task()) {
            case OrderTask.Access access ->
                new HolderOrderEvent.AccessOrdered(
                        o.id(),
                        o.holderId(),
                        o.subjectId(),
                        o.categories(),
                        access.requestId(),
                        o.dueBy(),
                        o.reference());
            case OrderTask.Correction correction ->
                new HolderOrderEvent.CorrectionOrdered(
                        o.id(),
                        o.holderId(),
                        o.subjectId(),
                        o.categories(),
                        correction.requestId(),
                        o.dueBy(),
                        o.reference(),
                        correction.sealedCorrections());
            case OrderTask.Restriction restriction ->
                new HolderOrderEvent.RestrictionOrdered(
                        o.id(),
                        o.holderId(),
                        o.subjectId(),
                        o.categories(),
                        restriction.requestId(),
                        restriction.caseId(),
                        restriction.effect(),
                        o.dueBy(),
                        o.reference());
            case OrderTask.Erasure erasure ->
                new HolderOrderEvent.ErasureOrdered(
                        o.id(),
                        o.holderId(),
                        o.subjectId(),
                        erasure.accountId(),
                        o.categories(),
                        erasure.caseId(),
                        erasure.requestId(),
                        erasure.cause(),
                        erasure.method(),
                        o.dueBy(),
                        o.reference(),
                        erasure.itemRef(),
                        erasure.repeated());
        };
    }

    /** The confirmation of an order that its holder gave by REST, as the event it would have been on Kafka. */
    static HolderAckEvent confirmation(HolderOrder o) {
        OrderOutcome outcome = Objects.requireNonNull(o.outcome());
        Instant at = o.doneAt();
        return switch (o.kind()) {
            case ACCESS ->
                new HolderAckEvent.AccessDelivered(
                        o.id(),
                        o.holderId(),
                        HolderAckEvent.AccessOutcome.valueOf(outcome.name()),
                        o.categories(),
                        null,
                        at,
                        null);
            case CORRECTION -> new HolderAckEvent.CorrectionApplied(o.id(), o.holderId(), o.categories(), at);
            case RESTRICTION -> new HolderAckEvent.RestrictionApplied(o.id(), o.holderId(), o.categories(), at);
            case ERASURE ->
                new HolderAckEvent.ErasureConfirmed(
                        o.id(), o.holderId(), HolderAckEvent.ErasureOutcome.valueOf(outcome.name()), o.records(), at);
        };
    }

    static HolderAckEvent rejection(HolderOrder o) {
        return new HolderAckEvent.OrderRejected(o.id(), o.holderId(), Objects.requireNonNull(o.code()), o.evidence());
    }
}
