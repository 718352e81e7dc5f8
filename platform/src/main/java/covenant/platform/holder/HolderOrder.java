package covenant.platform.holder;

import covenant.contracts.HolderEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands; see {@link OrderStatus} for its life. Only {@link OrderDecider} and the delivery move it.
 *
 * @param holderKind null as long as the holder is not in this service's copy of the register
 * @param attempts how often it was sent: placing, webhook calls and reminders
 * @param records how many records the holder says it erased
 * @param code of the last rejection or exemption, with {@code evidence}
 * @param doneAt when the holder says it did so, never after {@code answeredAt}
 * @param late answered at or after {@code dueBy}
 */
public record HolderOrder(
        UUID id,
        OrderTask task,
        String holderId,
        HolderEntry.@Nullable Kind holderKind,
        HolderEntry.Transport transport,
        String subjectId,
        List<String> categories,
        UUID ownerId,
        @Nullable String reference,
        Instant placedAt,
        Instant dueBy,
        OrderStatus status,
        int attempts,
        @Nullable OrderOutcome outcome,
        long records,
        @Nullable String code,
        @Nullable String evidence,
        @Nullable Instant doneAt,
        @Nullable Instant answeredAt,
        boolean late,
        @Nullable Instant overdueAt,
        @Nullable Instant escalatedAt,
        int reminders,
        @Nullable Instant remindedAt) {

    /** A new order: with a webhook it waits for its delivery, otherwise the outbox or the list has it at once. */
    static HolderOrder place(NewOrder order, UUID id, @Nullable Holder holder, Instant now) {
        HolderEntry.Transport transport = holder == null ? HolderEntry.Transport.KAFKA : holder.transport();
        boolean waits = transport == HolderEntry.Transport.WEBHOOK;
        return new HolderOrder(
                id,
                order.task(),
                order.holderId(),
                holder == null ? null : holder.kind(),
                transport,
                order.subjectId(),
                order.categories(),
                order.ownerId(),
                order.reference(),
                now,
                order.dueBy(),
                waits ? OrderStatus.PENDING : OrderStatus.REQUESTED,
                waits ? 0 : 1,
                null,
                0,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                0,
                null);
    }

    public OrderKind kind() {
        return task.kind();
    }

    boolean isInternal() {
        return holderKind == HolderEntry.Kind.INTERNAL;
    }

    /** Whether the holder is told the subjectId: a recipient that shares a reference with us is not (R-5.2-7). */
    boolean namesSubject() {
        return isInternal() || reference == null;
    }

    HolderOrder confirmed(OrderOutcome result, long count, Instant done, Instant now) {
        Instant at = done.isAfter(now) ? now : done;
        return with(OrderStatus.CONFIRMED, result, count, null, null, at, now);
    }

    HolderOrder exempt(OrderStatus exemption, String claim, String proof, Instant now) {
        return with(exemption, null, 0, claim, proof, now, now);
    }

    /** An erasure stays open, whatever the holder says; of other orders the person is told that the holder refused. */
    HolderOrder rejected(String reason, @Nullable String proof, Instant now) {
        OrderStatus next = kind() == OrderKind.ERASURE ? status : OrderStatus.REJECTED;
        return with(next, null, 0, reason, proof, null, kind() == OrderKind.ERASURE ? null : now);
    }

    HolderOrder cancelled() {
        return at(OrderStatus.CANCELLED, attempts, overdueAt, escalatedAt, reminders, remindedAt);
    }

    /** The webhook took it. */
    HolderOrder delivered() {
        OrderStatus next = status == OrderStatus.PENDING ? OrderStatus.REQUESTED : status;
        return at(next, attempts, overdueAt, escalatedAt, reminders, remindedAt);
    }

    HolderOrder overdue(Instant now) {
        OrderStatus next = status == OrderStatus.ESCALATED ? status : OrderStatus.OVERDUE;
        return at(next, attempts, now, escalatedAt, reminders, remindedAt);
    }

    HolderOrder escalated(Instant now) {
        return at(OrderStatus.ESCALATED, attempts, overdueAt, now, reminders, remindedAt);
    }

    /** Sent again; a webhook counts its attempts when it makes them. */
    HolderOrder reminded(Instant now) {
        int sent = transport == HolderEntry.Transport.WEBHOOK ? attempts : attempts + 1;
        return at(status, sent, overdueAt, escalatedAt, reminders + 1, now);
    }

    private HolderOrder with(
            OrderStatus next,
            @Nullable OrderOutcome result,
            long count,
            @Nullable String claim,
            @Nullable String proof,
            @Nullable Instant done,
            @Nullable Instant answered) {
        return new HolderOrder(
                id,
                task,
                holderId,
                holderKind,
                transport,
                subjectId,
                categories,
                ownerId,
                reference,
                placedAt,
                dueBy,
                next,
                attempts,
                result,
                count,
                claim,
                proof,
                done,
                answered,
                answered != null && !answered.isBefore(dueBy),
                overdueAt,
                escalatedAt,
                reminders,
                remindedAt);
    }

    private HolderOrder at(
            OrderStatus next,
            int sent,
            @Nullable Instant overdue,
            @Nullable Instant escalated,
            int repeated,
            @Nullable Instant repeatedAt) {
        return new HolderOrder(
                id,
                task,
                holderId,
                holderKind,
                transport,
                subjectId,
                categories,
                ownerId,
                reference,
                placedAt,
                dueBy,
                next,
                sent,
                outcome,
                records,
                code,
                evidence,
                doneAt,
                answeredAt,
                late,
                overdue,
                escalated,
                repeated,
                repeatedAt);
    }
}
