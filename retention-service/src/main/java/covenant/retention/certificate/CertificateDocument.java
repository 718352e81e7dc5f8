package covenant.retention.certificate;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.OrderOutcome;
import covenant.platform.holder.OrderStatus;
import covenant.platform.holder.OrderTask;
import covenant.retention.backup.CaseBackup;
import covenant.retention.retentioncase.CaseItem;
import covenant.retention.retentioncase.ItemStatus;
import covenant.retention.retentioncase.RetentionCase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was erased, where, when, by which method, who confirmed, and what stays and why (R-4.2.2-6). Pseudonymous ids, category
 * names, counts and times only.
 *
 * @param keysDestroyedAt when the keys of the person's fields, and with them every link to de-identified rows, were destroyed
 *     (R-1.5.2-4); absent while an account of the person lives
 * @param number 1, and one more each time a statutory period of the case ended
 */
record CertificateDocument(
        UUID caseId,
        int number,
        String issuer,
        String subjectId,
        @Nullable String accountId,
        Cause cause,
        @Nullable UUID requestId,
        boolean late,
        Instant dueAt,
        @Nullable Instant erasedLiveAt,
        @Nullable Instant completedAt,
        @Nullable Instant keysDestroyedAt,
        Instant issuedAt,
        List<Erased> erased,
        List<Kept> kept,
        List<Confirmation> holders,
        List<Refreshed> backups) {

    /** @param assessment the recorded proof, where holders made it anonymous (R-1.5.2-2) */
    record Erased(
            String category,
            String method,
            String rule,
            int ruleVersion,
            @Nullable UUID assessment) {}

    /** @param until when the law's period ends; absent for a hold */
    record Kept(
            String category,
            ItemStatus because,
            @Nullable String law,
            @Nullable String article,
            @Nullable UUID hold,
            @Nullable Instant until) {}

    record Confirmation(
            String holder,
            UUID orderId,
            List<String> categories,
            String method,
            OrderStatus status,
            @Nullable OrderOutcome outcome,
            long records,
            Instant orderedAt,
            @Nullable Instant doneAt,
            @Nullable Instant confirmedAt,
            boolean late,
            @Nullable String evidence) {}

    record Refreshed(
            String holder,
            Instant erasedAt,
            Instant until,
            @Nullable Instant refreshedAt) {}

    static CertificateDocument of(
            RetentionCase of,
            int number,
            String issuer,
            List<HolderOrder> orders,
            List<CaseBackup> backups,
            Map<String, UUID> assessments,
            @Nullable Instant keysDestroyedAt,
            Instant issuedAt) {
        return new CertificateDocument(
                of.id(),
                number,
                issuer,
                of.subjectId(),
                of.accountId(),
                of.cause(),
                of.requestId(),
                of.late(),
                of.dueAt(),
                of.erasedLiveAt(),
                of.completedAt(),
                keysDestroyedAt,
                issuedAt,
                of.items().stream()
                        .filter(item -> item.status() == ItemStatus.ERASED)
                        .map(item -> new Erased(
                                item.category(),
                                assessments.containsKey(item.category())
                                        ? ErasureMethod.ANONYMISE.name()
                                        : ErasureMethod.DELETE.name(),
                                item.rule(),
                                item.ruleVersion(),
                                assessments.get(item.category())))
                        .toList(),
                of.items().stream()
                        .filter(item -> item.status() == ItemStatus.STATUTORY || item.status() == ItemStatus.HELD)
                        .map(CertificateDocument::kept)
                        .toList(),
                orders.stream().map(CertificateDocument::confirmation).toList(),
                backups.stream()
                        .map(b -> new Refreshed(b.holderId(), b.erasedAt(), b.until(), b.refreshedAt()))
                        .toList());
    }

    private static Kept kept(CaseItem item) {
        return new Kept(
                item.category(),
                item.status(),
                item.law(),
                item.article(),
                item.hold(),
                item.status() == ItemStatus.HELD ? null : item.dueAt());
    }

    private static Confirmation confirmation(HolderOrder order) {
        return new Confirmation(
                order.holderId(),
                order.id(),
                order.categories(),
                order.task() instanceof OrderTask.Erasure erasure
                        ? erasure.method().name()
                        : "DELETE",
                order.status(),
                order.outcome(),
                order.records(),
                order.placedAt(),
                order.doneAt(),
                order.answeredAt(),
                order.late(),
                order.evidence());
    }
}
