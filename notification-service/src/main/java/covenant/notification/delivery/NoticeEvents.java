package covenant.notification.delivery;

import covenant.contracts.Event;
import covenant.contracts.NotificationEvent;
import covenant.contracts.NotificationEvent.Channel;
import covenant.platform.outbox.EventDraft;
import java.time.Instant;
import java.util.List;

/** What is told of a notice. */
final class NoticeEvents {
    private NoticeEvents() {}

    static EventDraft sent(Notice n, Channel channel, int attempt, Instant at) {
        return draft(
                n,
                new NotificationEvent.NotificationSent(
                        n.id(),
                        n.subjectId(),
                        n.messageClass(),
                        n.template(),
                        channel,
                        n.dedupKey(),
                        n.about(),
                        n.campaignId(),
                        attempt,
                        at));
    }

    static EventDraft delivered(Notice n, Channel channel, Instant at) {
        return draft(
                n,
                new NotificationEvent.NotificationDelivered(
                        n.id(),
                        n.subjectId(),
                        n.messageClass(),
                        n.template(),
                        channel,
                        n.dedupKey(),
                        n.about(),
                        n.campaignId(),
                        at));
    }

    static EventDraft failed(Notice n, Channel channel, String code, int attempt, boolean last, Instant at) {
        return draft(
                n,
                new NotificationEvent.NotificationFailed(
                        n.id(),
                        n.subjectId(),
                        n.messageClass(),
                        n.template(),
                        channel,
                        n.dedupKey(),
                        n.about(),
                        n.campaignId(),
                        code,
                        attempt,
                        last,
                        at));
    }

    static EventDraft unreachable(Notice n, List<Channel> tried, Instant at) {
        return draft(
                n,
                new NotificationEvent.SubjectUnreachable(
                        n.id(),
                        n.subjectId(),
                        n.messageClass(),
                        n.template(),
                        n.dedupKey(),
                        n.about(),
                        n.campaignId(),
                        tried,
                        at));
    }

    private static EventDraft draft(Notice notice, Event event) {
        return EventDraft.about(notice.subjectId(), notice.aggregateId(), event);
    }
}
