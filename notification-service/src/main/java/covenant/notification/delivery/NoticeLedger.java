package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records what became of deliveries, and what follows: the next channel, or that the person is unreachable. Each method is
 * one transaction and holds the notice's lock.
 */
@ApplicationScoped
class NoticeLedger {
    private final NoticeStore notices;
    private final DeliveryStore deliveries;
    private final Outbox outbox;
    private final CovenantClock clock;

    NoticeLedger(NoticeStore notices, DeliveryStore deliveries, Outbox outbox, CovenantClock clock) {
        this.notices = notices;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The provider took it: the person counts as reached, until a receipt says otherwise. */
    @Transactional
    public void sent(Delivery delivery, @Nullable String reference) {
        Notice notice = lock(delivery);
        Instant now = clock.now();
        if (deliveries.sent(delivery, reference, now)) {
            notices.reached(notice.id(), now);
            outbox.append(NoticeEvents.sent(notice, delivery.channel(), delivery.attempts(), now));
        }
    }

    @Transactional
    public void again(Delivery delivery, String code, Instant at) {
        deliveries.again(delivery, code, at);
    }

    /** Nothing was tried; it comes up again at that time. */
    @Transactional
    public void postponed(Delivery delivery, String code, Instant at) {
        deliveries.postponed(delivery, code, at);
    }

    /** This channel has failed for good. False if that was known, or the message was delivered. */
    @Transactional
    public boolean failed(Delivery delivery, String code) {
        Notice notice = lock(delivery);
        Instant now = clock.now();
        if (!deliveries.failed(delivery, code, now)) {
            return false;
        }
        List<Channel> left = isLate(notice, now) ? List.of() : ChannelPlan.after(notice.sequence(), delivery.channel());
        outbox.append(NoticeEvents.failed(notice, delivery.channel(), code, delivery.attempts(), left.isEmpty(), now));
        if (left.isEmpty()) {
            giveUp(notice, now);
        } else {
            next(notice, left.getFirst(), now);
        }
        return true;
    }

    /** It reached the person: a receipt, an operator's word, or the app that showed it. */
    @Transactional
    public boolean delivered(Delivery delivery) {
        Notice notice = lock(delivery);
        Instant now = clock.now();
        if (!deliveries.delivered(delivery.id(), now)) {
            return false;
        }
        notices.outcome(notice.id(), Notice.Outcome.REACHED, now);
        outbox.append(NoticeEvents.delivered(notice, delivery.channel(), now));
        return true;
    }

    private void next(Notice notice, Channel channel, Instant now) {
        boolean inbox = channel == Channel.IN_APP;
        deliveries.insert(
                notice.campaignId(),
                List.of(new DeliveryStore.NewDelivery(Ids.next(now), notice.id(), notice.subjectId(), channel, inbox)),
                now);
        notices.outcome(notice.id(), inbox ? Notice.Outcome.REACHED : Notice.Outcome.PENDING, now);
        if (inbox) {
            outbox.append(NoticeEvents.sent(notice, channel, 1, now));
        }
    }

    private void giveUp(Notice notice, Instant now) {
        notices.forgetSealed(notice.id());
        boolean reached = deliveries.ofNotices(List.of(notice.id())).stream()
                .anyMatch(d -> d.status() == Delivery.Status.DELIVERED);
        if (!reached) {
            notices.outcome(notice.id(), Notice.Outcome.UNREACHABLE, now);
            outbox.append(NoticeEvents.unreachable(notice, notice.sequence(), now));
        }
    }

    private static boolean isLate(Notice notice, Instant now) {
        Instant notAfter = notice.notAfter();
        return notAfter != null && now.isAfter(notAfter);
    }

    private Notice lock(Delivery delivery) {
        UUID id = delivery.noticeId();
        return notices.lock(id).orElseThrow(() -> new IllegalStateException("delivery without a notice"));
    }
}
