package covenant.retention.retentioncase;

import com.fasterxml.jackson.annotation.JsonInclude;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.OrderOutcome;
import covenant.platform.holder.OrderStatus;
import covenant.platform.holder.OrderTask;
import covenant.retention.backup.CaseBackup;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A case as callers see it; {@code why} answers "why is this still here?" for each item. */
record CaseView(
        UUID id,
        String subjectId,
        @Nullable String accountId,
        Cause cause,
        @Nullable UUID requestId,
        CaseStatus status,
        Instant dueAt,
        boolean late,
        List<ItemView> items,
        List<OrderView> orders,
        List<BackupView> backups,
        Instant createdAt,
        @Nullable Instant erasedLiveAt,
        @Nullable Instant completedAt) {

    record ItemView(
            String category,
            ItemStatus status,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant dueAt,

            String action,
            Why why) {}

    /** @param supersededBy the case that erases it earlier */
    record Why(
            String rule,
            int ruleVersion,
            @Nullable String law,
            @Nullable String article,
            @Nullable UUID hold,
            @Nullable UUID supersededBy) {}

    record OrderView(
            UUID id,
            String holder,
            List<String> categories,
            OrderStatus status,
            int attempts,
            Instant dueBy,
            @Nullable OrderOutcome outcome,
            @Nullable Instant confirmedAt,
            @Nullable Long records,
            boolean late,
            boolean repeated,
            @Nullable String evidence) {

        static OrderView of(HolderOrder order) {
            boolean confirmed = order.status() == OrderStatus.CONFIRMED;
            return new OrderView(
                    order.id(),
                    order.holderId(),
                    order.categories(),
                    order.status(),
                    order.attempts(),
                    order.dueBy(),
                    order.outcome(),
                    confirmed ? order.answeredAt() : null,
                    confirmed ? order.records() : null,
                    order.late(),
                    order.task() instanceof OrderTask.Erasure erasure && erasure.repeated(),
                    order.evidence());
        }
    }

    /**
     * @param until no backup that holds the data is older than that allows
     * @param use what the holder may do with it meanwhile (R-5.2-10); absent once refreshed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BackupView(
            String holder,
            String status,
            Instant until,
            CaseBackup.@Nullable Use use,
            @Nullable Instant refreshedAt) {}

    static CaseView of(RetentionCase c, List<HolderOrder> orders, List<CaseBackup> backups, Instant now) {
        return new CaseView(
                c.id(),
                c.subjectId(),
                c.accountId(),
                c.cause(),
                c.requestId(),
                c.status(now),
                c.dueAt(),
                c.late(),
                c.items().stream().map(CaseView::item).toList(),
                orders.stream().map(OrderView::of).toList(),
                backups.stream()
                        .map(b -> new BackupView(
                                b.holderId(),
                                b.pending() ? "PENDING" : "REFRESHED",
                                b.until(),
                                b.pending() ? CaseBackup.Use.STORAGE_ONLY : null,
                                b.refreshedAt()))
                        .toList(),
                c.createdAt(),
                c.erasedLiveAt(),
                c.completedAt());
    }

    private static ItemView item(CaseItem item) {
        return new ItemView(
                item.category(),
                item.status(),
                item.dueAt(),
                item.action().name(),
                new Why(item.rule(), item.ruleVersion(), item.law(), item.article(), item.hold(), item.supersededBy()));
    }
}
