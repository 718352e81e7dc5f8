package covenant.platform.holder;

import com.fasterxml.jackson.annotation.JsonInclude;
import covenant.contracts.HolderOrderEvent;
import covenant.contracts.RetentionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as its holder sees it.
 *
 * @param subjectId absent where holder and controller share a {@code reference} to the person
 * @param corrections what to write, for a correction, when one order is read
 * @param answer the holder's answer that stands, or its last rejection
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderView(
        UUID id,
        OrderKind kind,
        String holder,
        OrderStatus status,
        @Nullable String subjectId,
        @Nullable String reference,
        @Nullable String accountId,
        List<String> categories,
        @Nullable UUID requestId,
        @Nullable UUID caseId,
        HolderOrderEvent.@Nullable RestrictionEffect effect,
        RetentionEvent.@Nullable Cause cause,
        HolderOrderEvent.@Nullable ErasureMethod method,
        @Nullable String itemRef,
        @Nullable Boolean repeated,
        @Nullable LocalDate recordsUpTo,
        Instant placedAt,
        Instant dueBy,
        int attempts,
        @Nullable List<OrderCorrection> corrections,
        @Nullable Answer answer) {

    record Answer(
            @Nullable String outcome,
            long records,
            @Nullable String code,
            @Nullable String evidence,
            @Nullable Instant answeredAt,
            boolean late) {}

    static OrderView of(HolderOrder o, @Nullable List<OrderCorrection> corrections) {
        OrderTask.Erasure erasure = o.task() instanceof OrderTask.Erasure e ? e : null;
        return new OrderView(
                o.id(),
                o.kind(),
                o.holderId(),
                o.status(),
                o.namesSubject() ? o.subjectId() : null,
                o.reference(),
                erasure != null && o.namesSubject() ? erasure.accountId() : null,
                o.categories(),
                o.task().requestId(),
                o.task().caseId(),
                o.task() instanceof OrderTask.Restriction restriction ? restriction.effect() : null,
                erasure == null ? null : erasure.cause(),
                erasure == null ? null : erasure.method(),
                erasure == null ? null : erasure.itemRef(),
                erasure == null ? null : erasure.repeated(),
                erasure == null ? null : erasure.recordsUpTo(),
                o.placedAt(),
                o.dueBy(),
                o.attempts(),
                corrections,
                answer(o));
    }

    private static @Nullable Answer answer(HolderOrder o) {
        if (o.outcome() == null && o.code() == null) {
            return null;
        }
        String outcome = o.outcome() == null ? "REJECTED" : o.outcome().name();
        return new Answer(outcome, o.records(), o.code(), o.evidence(), o.answeredAt(), o.late());
    }
}
