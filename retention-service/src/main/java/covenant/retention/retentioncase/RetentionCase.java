package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.Cause;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be erased of a person, for one cause.
 *
 * @param dedupKey the cause itself: the same fact never opens a second case
 * @param itemRef only this item of the category, as one bound card (R-5.2-1)
 * @param allCategories everything of the person, so that the person counts as erased in the end
 * @param anchorAt the instant that periods count from
 * @param dueAt when the ordinary items fall due; statutory ones may be later
 * @param late the due instant had passed when the fact arrived (R-4.2.2-1)
 */
public record RetentionCase(
        UUID id,
        String dedupKey,
        String subjectId,
        @Nullable String accountId,
        Cause cause,
        @Nullable UUID requestId,
        @Nullable String itemRef,
        boolean allCategories,
        Instant anchorAt,
        Instant dueAt,
        boolean late,
        Stage stage,
        List<CaseItem> items,
        @Nullable UUID noticeId,
        Instant createdAt,
        @Nullable Instant erasedLiveAt,
        @Nullable Instant completedAt) {

    public RetentionCase {
        items = List.copyOf(items);
    }

    /**
     * When the sweep has something to do: at the earliest item, and at the case's own due instant if no ordinary item is left
     * to wait for. Empty while orders are out, and while a hold keeps all that could go.
     */
    public Optional<Instant> nextDueAt() {
        return switch (stage) {
            case WAITING -> {
                boolean nothingToWaitFor = !has(ItemStatus.SCHEDULED) && !has(ItemStatus.HELD);
                yield nothingToWaitFor
                        ? Optional.of(earliestItem().filter(dueAt::isAfter).orElse(dueAt))
                        : earliestItem();
            }
            case ERASED_LIVE, COMPLETED -> earliestItem();
            case ORDERED, NOTICE, LAST, CANCELLED -> Optional.empty();
        };
    }

    private Optional<Instant> earliestItem() {
        return items.stream().map(CaseItem::nextAt).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** Opened by the end of the relationship, with periods that count from it; all others are due at once. */
    public boolean closing() {
        return switch (cause) {
            case ACCOUNT_CLOSED, SERVICE_TERMINATED -> true;
            case REQUEST, CONSENT_WITHDRAWN, SELF_SERVICE, TRANSFERRED, PURPOSE_FULFILLED -> false;
        };
    }

    public CaseStatus status(Instant now) {
        return switch (stage) {
            case WAITING -> waiting(now);
            case ORDERED, NOTICE, LAST -> CaseStatus.ERASING;
            case ERASED_LIVE -> CaseStatus.ERASED_LIVE;
            case COMPLETED -> CaseStatus.COMPLETED;
            case CANCELLED -> CaseStatus.CANCELLED;
        };
    }

    private CaseStatus waiting(Instant now) {
        boolean scheduled = has(ItemStatus.SCHEDULED);
        if (!scheduled && has(ItemStatus.HELD) && !(dueAt.isAfter(now) && has(ItemStatus.STATUTORY))) {
            return CaseStatus.HELD;
        }
        return dueAt.isAfter(now) ? CaseStatus.RESTRICTED : CaseStatus.DUE;
    }

    public boolean has(ItemStatus status) {
        return items.stream().anyMatch(item -> item.status() == status);
    }

    public List<String> categories(ItemStatus status) {
        return items.stream()
                .filter(item -> item.status() == status)
                .map(CaseItem::category)
                .toList();
    }

    /** Everything of the person goes, so that in the end the person's keys may be destroyed. */
    public boolean endsThePerson() {
        return allCategories && itemRef == null;
    }

    public RetentionCase at(Stage next) {
        return with(next, items);
    }

    RetentionCase items(List<CaseItem> next) {
        return with(stage, next);
    }

    RetentionCase with(Stage nextStage, List<CaseItem> nextItems) {
        return copy(dueAt, nextStage, nextItems, noticeId, erasedLiveAt, completedAt);
    }

    public RetentionCase awaitingNotice(UUID notificationId) {
        return copy(dueAt, Stage.NOTICE, items, notificationId, erasedLiveAt, completedAt);
    }

    /** The cause that opened it, as far as dates depend on it; {@code accountOpenedAt} where known. */
    OpenCase command(@Nullable Instant accountOpenedAt) {
        return new OpenCase(
                dedupKey, subjectId, accountId, cause, requestId, itemRef, List.of(), anchorAt, accountOpenedAt);
    }

    /** When the last ordinary item falls due; the case's own instant if none is left. */
    Instant latestOrdinary() {
        return items.stream()
                .filter(item -> item.law() == null)
                .map(CaseItem::dueAt)
                .filter(java.util.Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(dueAt);
    }

    RetentionCase dueAt(Instant at) {
        return copy(at, stage, items, noticeId, erasedLiveAt, completedAt);
    }

    /** Counted from another instant, and due at another; late if that is over already. */
    RetentionCase anchoredAt(Instant anchor, Instant due, Instant now) {
        return new RetentionCase(
                id,
                dedupKey,
                subjectId,
                accountId,
                cause,
                requestId,
                itemRef,
                allCategories,
                anchor,
                due,
                late || !due.isAfter(now),
                stage,
                items,
                noticeId,
                createdAt,
                erasedLiveAt,
                completedAt);
    }

    RetentionCase ended(Stage next, Instant live, @Nullable Instant completed) {
        return copy(dueAt, next, items, noticeId, live, completed);
    }

    private RetentionCase copy(
            Instant due,
            Stage nextStage,
            List<CaseItem> nextItems,
            @Nullable UUID notice,
            @Nullable Instant live,
            @Nullable Instant completed) {
        return new RetentionCase(
                id,
                dedupKey,
                subjectId,
                accountId,
                cause,
                requestId,
                itemRef,
                allCategories,
                anchorAt,
                due,
                late,
                nextStage,
                nextItems,
                notice,
                createdAt,
                live,
                completed);
    }
}
