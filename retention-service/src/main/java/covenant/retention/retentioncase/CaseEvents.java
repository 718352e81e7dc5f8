package covenant.retention.retentioncase;

import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.contracts.NotificationEvent.NotificationRequested;
import covenant.contracts.RetentionEvent;
import covenant.contracts.RetentionEvent.CancellationCause;
import covenant.contracts.RetentionEvent.ErasureCancelled;
import covenant.contracts.RetentionEvent.KeptBecause;
import covenant.contracts.RetentionEvent.KeptItem;
import covenant.contracts.RetentionEvent.ProcessingRestricted;
import covenant.contracts.RetentionEvent.RetentionScheduled;
import covenant.contracts.RetentionEvent.ScheduledItem;
import covenant.platform.outbox.EventDraft;
import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the world is told of a case. Pure. */
public final class CaseEvents {
    private static final int RULE_VERSION = 1;

    private CaseEvents() {}

    static List<EventDraft> opened(RetentionCase opened) {
        List<EventDraft> events = new ArrayList<>();
        events.add(scheduled(opened));
        switch (opened.cause()) {
            case ACCOUNT_CLOSED, SERVICE_TERMINATED ->
                events.add(draft(
                        opened,
                        new ProcessingRestricted(
                                opened.id(),
                                opened.accountId(),
                                opened.cause(),
                                opened.items().stream().map(CaseItem::category).toList(),
                                opened.anchorAt())));
            case REQUEST, CONSENT_WITHDRAWN, SELF_SERVICE, TRANSFERRED, PURPOSE_FULFILLED -> {}
        }
        return events;
    }

    /** What is kept until when, and by which rule: at the opening, and whenever that is computed anew (T-7). */
    static EventDraft scheduled(RetentionCase of) {
        return draft(
                of,
                new RetentionScheduled(
                        of.id(),
                        of.accountId(),
                        of.cause(),
                        of.requestId(),
                        of.dueAt(),
                        rule(of.cause()),
                        RULE_VERSION,
                        of.items().stream()
                                .filter(item -> item.dueAt() != null)
                                .map(CaseEvents::item)
                                .toList(),
                        of.late()));
    }

    private static ScheduledItem item(CaseItem item) {
        Instant dueAt = item.dueAt();
        if (dueAt == null) {
            throw new IllegalArgumentException("an item without a date is not scheduled");
        }
        return new ScheduledItem(
                item.category(), item.action(), dueAt, item.rule(), item.ruleVersion(), item.law(), item.article());
    }

    /** The person is told that use stops now, and until when data is kept (policy 4.2.2). */
    static EventDraft closingNotice(RetentionCase opened, UUID notificationId) {
        return EventDraft.about(
                opened.subjectId(),
                notificationId.toString(),
                new NotificationRequested(
                        notificationId,
                        MessageClass.RIGHTS,
                        "account-closed",
                        opened.subjectId(),
                        null,
                        null,
                        Map.of("dueAt", opened.dueAt().toString(), "lastDay", lastDay(opened.dueAt())),
                        null,
                        "account-closed/" + opened.id(),
                        new About(null, null, null, null, opened.id()),
                        null));
    }

    private static String lastDay(Instant dueAt) {
        return LegalCalendar.dayOf(dueAt.minusNanos(1)).toString();
    }

    static EventDraft cancelled(RetentionCase cancelled, CancellationCause cause, Instant now) {
        return draft(
                cancelled,
                new ErasureCancelled(
                        cancelled.id(), cancelled.accountId(), cause, cancelled.categories(ItemStatus.CANCELLED), now));
    }

    /** What stays, and why (R-5.2-3). */
    public static List<KeptItem> kept(RetentionCase of) {
        return of.items().stream()
                .filter(item -> item.status() == ItemStatus.STATUTORY || item.status() == ItemStatus.HELD)
                .map(item -> new KeptItem(
                        item.category(),
                        item.status() == ItemStatus.HELD ? KeptBecause.HELD : KeptBecause.STATUTORY,
                        item.law(),
                        item.article(),
                        item.hold(),
                        item.status() == ItemStatus.HELD ? null : item.dueAt()))
                .toList();
    }

    public static EventDraft draft(RetentionCase of, RetentionEvent event) {
        return EventDraft.about(of.subjectId(), of.id().toString(), event).account(of.accountId());
    }

    private static String rule(RetentionEvent.Cause cause) {
        return switch (cause) {
            case ACCOUNT_CLOSED -> "retention.account-closed";
            case SERVICE_TERMINATED -> "retention.service-terminated";
            case REQUEST, SELF_SERVICE -> "retention.request";
            case CONSENT_WITHDRAWN -> "retention.consent-withdrawn";
            case TRANSFERRED -> "retention.transferred";
            case PURPOSE_FULFILLED -> "retention.purpose-fulfilled";
        };
    }
}
