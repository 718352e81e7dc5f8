package covenant.platform.holder;

import covenant.contracts.HolderEntry;
import covenant.contracts.HolderOrderEvent;
import covenant.contracts.RetentionEvent;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;

/** Orders for tests. */
final class Orders {
    static final Instant PLACED = Instant.parse("2026-03-01T04:00:00Z");
    static final Instant DUE = Instant.parse("2026-03-04T04:00:00Z");
    static final UUID OWNER = UUID.fromString("0199c3a0-7b1e-7c00-a380-236c82ef364d");

    private Orders() {}

    static OrderTask.Erasure erasureTask(UUID caseId) {
        return new OrderTask.Erasure(
                caseId,
                null,
                "a-1",
                RetentionEvent.Cause.ACCOUNT_CLOSED,
                HolderOrderEvent.ErasureMethod.DELETE,
                null,
                false,
                null);
    }

    static NewOrder erasure(UUID caseId, String holderId, String subjectId, Instant dueBy) {
        return NewOrder.of(
                erasureTask(caseId), holderId, subjectId, List.of("browsing.history", "profile.tag"), caseId, dueBy);
    }

    static OrderTask task(OrderKind kind) {
        return switch (kind) {
            case ACCESS -> new OrderTask.Access(OWNER);
            case CORRECTION -> new OrderTask.Correction(OWNER);
            case RESTRICTION -> new OrderTask.Restriction(HolderOrderEvent.RestrictionEffect.IMPOSE, OWNER, null);
            case ERASURE -> erasureTask(OWNER);
        };
    }

    static Holder holder(String id, HolderEntry.Kind kind, HolderEntry.Transport transport) {
        return new Holder(
                id,
                kind,
                null,
                id,
                List.of("browsing.history"),
                List.of(),
                "CN",
                transport,
                null,
                Period.ofDays(30),
                HolderEntry.Status.ACTIVE,
                null);
    }

    static HolderOrder placed(OrderKind kind, HolderEntry.Kind holderKind, HolderEntry.Transport transport) {
        NewOrder order = NewOrder.of(task(kind), "core", "s-1", List.of("browsing.history", "profile.tag"), OWNER, DUE);
        return HolderOrder.place(order, new UUID(7, 7), holder("core", holderKind, transport), PLACED);
    }

    /** An order of that kind in that state, reached by legal moves only. */
    static HolderOrder in(OrderStatus status, OrderKind kind, HolderEntry.Kind holderKind) {
        HolderOrder requested = placed(kind, holderKind, HolderEntry.Transport.KAFKA);
        return switch (status) {
            case PENDING -> placed(kind, holderKind, HolderEntry.Transport.WEBHOOK);
            case REQUESTED -> requested;
            case CONFIRMED ->
                requested.confirmed(OrderOutcome.of(kind).iterator().next(), 0, PLACED, PLACED.plusSeconds(60));
            case REJECTED -> requested.rejected("BUSY", null, PLACED.plusSeconds(60));
            case EXEMPT_LAW -> requested.exempt(OrderStatus.EXEMPT_LAW, "LAW", "art. 1", PLACED.plusSeconds(60));
            case EXEMPT_OWN_AUTHORISATION ->
                requested.exempt(OrderStatus.EXEMPT_OWN_AUTHORISATION, "OWN_AUTHORISATION", "no. 1", PLACED);
            case OVERDUE -> requested.overdue(DUE);
            case ESCALATED -> requested.overdue(DUE).escalated(DUE.plusSeconds(86_400));
            case CANCELLED -> requested.cancelled();
        };
    }
}
