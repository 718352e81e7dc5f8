package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.delivery.HandOvers.HandOver;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Records what became of deliveries, and what follows: the next channel, or that the person is unreachable. Each method is
 * one transaction and holds the notice's lock.
 */
@ApplicationScoped
class NoticeLedger {
    private final NoticeStore notices;
    private final DeliveryStore deliveries;
    private final Outbox outbox;
    private final CallContext calls;
    private final CovenantClock clock;

    NoticeLedger(NoticeStore notices, DeliveryStore deliveries, Outbox outbox, CallContext calls, CovenantClock clock) {
        this.notices = notices;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.calls = calls;
        this.clock = clock;
    }

    /** The provider took them: the persons count as reached, until a receipt says otherwise. What was cancelled meanwhile stays so. */
    @Transactional
    public void sent(List<HandOver> handOvers) {
        Instant now = clock.now();
        Set<UUID> recorded = deliveries.sent(handOvers, now);
        List<HandOver> sent = handOvers.stream()
                .filter(one -> recorded.contains(one.delivery().id()))
                .toList();
        Map<Cause, List<EventDraft>> told = sent.stream()
                .collect(Collectors.groupingBy(
                        one -> one.notice().cause(),
                        LinkedHashMap::new,
                        Collectors.mapping(one -> told(one, now), Collectors.toList())));
        told.forEach((cause, events) -> calls.within(cause, () -> outbox.appendAll(events)));
    }

    private static EventDraft told(HandOver one, Instant now) {
        Delivery delivery = one.delivery();
        return NoticeEvents.sent(one.notice(), delivery.channel(), delivery.attempts(), now);
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

    /** What was claimed under one lease and not begun comes up again at once. */
    @Transactional
    public void release(List<Delivery> claimed) {
        deliveries.release(claimed);
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
