package covenant.retention.erasure;

import covenant.contracts.HolderEntry;
import covenant.contracts.RetentionEvent.AnonymisationCompleted;
import covenant.contracts.RetentionEvent.BackupErasurePending;
import covenant.contracts.RetentionEvent.ErasureCompleted;
import covenant.contracts.RetentionEvent.HolderResult;
import covenant.contracts.RetentionEvent.HolderStatus;
import covenant.contracts.RetentionEvent.PendingBackup;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.OrderOutcome;
import covenant.platform.holder.OrderStatus;
import covenant.platform.outbox.EventDraft;
import covenant.retention.backup.CaseBackup;
import covenant.retention.retentioncase.CaseEvents;
import covenant.retention.retentioncase.ItemStatus;
import covenant.retention.retentioncase.RetentionCase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What the world is told when a case comes to its end. Pure. */
final class EndingEvents {
    private EndingEvents() {}

    static BackupErasurePending pending(
            RetentionCase of, List<HolderOrder> placed, List<CaseBackup> backups, Instant now) {
        return new BackupErasurePending(
                of.id(),
                of.accountId(),
                of.cause(),
                of.requestId(),
                of.categories(ItemStatus.ERASED),
                CaseEvents.kept(of),
                results(placed),
                backups.stream()
                        .filter(backup -> backup.refreshedAt() == null)
                        .map(backup -> new PendingBackup(backup.holderId(), backup.until()))
                        .toList(),
                now);
    }

    static ErasureCompleted completed(RetentionCase of, List<HolderOrder> all, String sha256, Instant now) {
        return new ErasureCompleted(
                of.id(),
                of.accountId(),
                of.cause(),
                of.requestId(),
                of.categories(ItemStatus.ERASED),
                CaseEvents.kept(of),
                results(all),
                sha256,
                now);
    }

    /**
     * By assessment what holders made anonymous by its method. It comes after the person's keys are gone in every service, so
     * that nothing links the rows any more (R-1.5.2-4).
     *
     * @param assessments by category
     */
    static List<EventDraft> anonymised(
            RetentionCase of, List<HolderOrder> fresh, Map<String, UUID> assessments, Instant now) {
        SortedMap<UUID, SortedSet<String>> byAssessment = new TreeMap<>();
        assessments.forEach((category, assessment) ->
                byAssessment.computeIfAbsent(assessment, id -> new TreeSet<>()).add(category));
        return byAssessment.entrySet().stream()
                .map(entry -> CaseEvents.draft(
                        of,
                        new AnonymisationCompleted(
                                of.id(),
                                List.copyOf(entry.getValue()),
                                entry.getKey().toString(),
                                records(fresh, entry.getValue()),
                                now)))
                .toList();
    }

    private static long records(List<HolderOrder> fresh, SortedSet<String> categories) {
        return fresh.stream()
                .filter(order -> order.outcome() == OrderOutcome.ANONYMISED)
                .filter(order -> order.categories().stream().anyMatch(categories::contains))
                .mapToLong(HolderOrder::records)
                .sum();
    }

    private static List<HolderResult> results(List<HolderOrder> orders) {
        return orders.stream()
                .filter(order -> OrderDesk.countsForCase(order) && order.status() != OrderStatus.CANCELLED)
                .map(order -> new HolderResult(
                        order.holderId(),
                        order.holderKind() == null ? HolderEntry.Kind.PARTNER : order.holderKind(),
                        HolderStatus.valueOf(order.status().name()),
                        order.categories()))
                .toList();
    }
}
