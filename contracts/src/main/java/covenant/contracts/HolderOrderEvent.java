package covenant.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Orders to one data holder each, with the categories it holds. Repeating an order has no second effect; it is answered by
 * an event of {@link HolderAckEvent} or by REST. {@code reference} is how a recipient knows the person; it reads personal
 * values of an order by REST.
 */
public sealed interface HolderOrderEvent extends Event {

    UUID orderId();

    String holderId();

    String subjectId();

    List<String> categories();

    Instant dueBy();

    enum RestrictionEffect {
        IMPOSE,
        LIFT
    }

    enum ErasureMethod {
        DELETE,
        ANONYMISE
    }

    /** A holder is to hand out what it holds in these categories. */
    record AccessOrdered(
            UUID orderId,
            String holderId,
            String subjectId,
            List<String> categories,
            UUID requestId,
            Instant dueBy,
            @Nullable String reference)
            implements HolderOrderEvent {}

    /**
     * The values are read with {@code GET /v1/orders/{id}}.
     *
     * @param sealedCorrections the values for a Covenant service, which calls no other: readable by that holder only
     */
    record CorrectionOrdered(
            UUID orderId,
            String holderId,
            String subjectId,
            List<String> categories,
            UUID requestId,
            Instant dueBy,
            @Nullable String reference,
            @Nullable String sealedCorrections)
            implements HolderOrderEvent {}

    /** Set by a request, or by a retention case. */
    record RestrictionOrdered(
            UUID orderId,
            String holderId,
            String subjectId,
            List<String> categories,
            @Nullable UUID requestId,
            @Nullable UUID caseId,
            RestrictionEffect effect,
            Instant dueBy,
            @Nullable String reference)
            implements HolderOrderEvent {}

    /**
     * A holder is to erase what it holds in these categories.
     *
     * @param itemRef only this item of the category, as one bound card (R-5.2-1)
     * @param repeated issued again because a backup from before the erasure is being restored (R-5.2-9)
     * @param recordsUpTo only records dated on this day or before, in Asia/Shanghai: a law keeps the younger ones (R-4.2.2-3)
     */
    record ErasureOrdered(
            UUID orderId,
            String holderId,
            String subjectId,
            @Nullable String accountId,
            List<String> categories,
            UUID caseId,
            @Nullable UUID requestId,
            RetentionEvent.Cause cause,
            ErasureMethod method,
            Instant dueBy,
            @Nullable String reference,
            @Nullable String itemRef,
            boolean repeated,
            @Nullable LocalDate recordsUpTo)
            implements HolderOrderEvent {}
}
