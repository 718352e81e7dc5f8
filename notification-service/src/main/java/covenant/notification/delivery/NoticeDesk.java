package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.channel.Senders;
import covenant.notification.contact.Contacts;
import covenant.notification.contact.Reachability;
import covenant.platform.call.CallContext;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Takes orders for messages and plans their deliveries, in the caller's transaction. Nothing is sent here. */
@ApplicationScoped
public class NoticeDesk {
    private final NoticeStore notices;
    private final DeliveryStore deliveries;
    private final Contacts contacts;
    private final Senders senders;
    private final Outbox outbox;
    private final CallContext calls;
    private final CovenantClock clock;

    NoticeDesk(
            NoticeStore notices,
            DeliveryStore deliveries,
            Contacts contacts,
            Senders senders,
            Outbox outbox,
            CallContext calls,
            CovenantClock clock) {
        this.notices = notices;
        this.deliveries = deliveries;
        this.contacts = contacts;
        this.senders = senders;
        this.outbox = outbox;
        this.calls = calls;
        this.clock = clock;
    }

    /** Orders one message under the content's id; nothing happens if the person had one with the same dedup key. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void order(NoticeOrder order, String subjectId) {
        orderAll(order, Map.of(subjectId, order.contentId()));
    }

    /** Orders the same message for many, one batch of a campaign; returns how many are new. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int orderForAll(NoticeOrder order, Collection<String> subjectIds) {
        Instant now = clock.now();
        return orderAll(
                order,
                subjectIds.stream().distinct().collect(java.util.stream.Collectors.toMap(s -> s, s -> Ids.next(now))));
    }

    /** Takes back messages of a campaign that wait to be sent, or for a hand to do it; those with a provider are gone. Returns how many. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int withdraw(UUID campaignId, int limit) {
        Instant now = clock.now();
        List<UUID> withdrawn = deliveries.withdraw(campaignId, limit, now);
        notices.superseded(withdrawn, now);
        return withdrawn.size();
    }

    private int orderAll(NoticeOrder order, Map<String, UUID> ids) {
        Instant now = clock.now();
        List<Planned> planned = plan(order, ids);
        notices.putContent(order, calls.current());
        Set<UUID> fresh =
                notices.insert(order, planned.stream().map(Planned::notice).toList(), now);
        List<Planned> taken =
                planned.stream().filter(p -> fresh.contains(p.notice().id())).toList();
        if (taken.isEmpty()) {
            return 0;
        }
        List<DeliveryStore.NewDelivery> first =
                taken.stream().flatMap(p -> deliveriesOf(p, now)).toList();
        if (!first.isEmpty()) {
            deliveries.insert(order.campaignId(), first, now);
        }
        outbox.appendAll(taken.stream().flatMap(p -> told(order, p, now)).toList());
        return taken.size();
    }

    private record Planned(NoticeStore.NewNotice notice, ChannelPlan plan) {}

    private List<Planned> plan(NoticeOrder order, Map<String, UUID> ids) {
        Map<String, Reachability> people = contacts.reachability(ids.keySet());
        Set<Channel> working = senders.working();
        List<Planned> planned = new ArrayList<>(ids.size());
        // One order of persons, so that two transactions cannot wait for each other.
        ids.keySet().stream().sorted().forEach(subjectId -> {
            ChannelPlan plan = refused(order, subjectId)
                    ? new ChannelPlan(List.of(), List.of())
                    : ChannelPlan.of(
                            order.messageClass(),
                            order.channels(),
                            java.util.Objects.requireNonNull(people.get(subjectId)),
                            working);
            planned.add(new Planned(
                    new NoticeStore.NewNotice(
                            java.util.Objects.requireNonNull(ids.get(subjectId)),
                            subjectId,
                            plan.sequence(),
                            outcome(order, subjectId, plan)),
                    plan));
        });
        return planned;
    }

    private Notice.Outcome outcome(NoticeOrder order, String subjectId, ChannelPlan plan) {
        if (refused(order, subjectId)) {
            return Notice.Outcome.REFUSED;
        }
        if (plan.sequence().isEmpty()) {
            return Notice.Outcome.UNREACHABLE;
        }
        return plan.sequence().getFirst() == Channel.IN_APP ? Notice.Outcome.REACHED : Notice.Outcome.PENDING;
    }

    /** Advertising needs a consent of its own (R-1.2.3-3); unknown means no. */
    private boolean refused(NoticeOrder order, String subjectId) {
        return order.messageClass() == MessageClass.MARKETING && !notices.consentsToMarketing(subjectId);
    }

    private static Stream<DeliveryStore.NewDelivery> deliveriesOf(Planned p, Instant now) {
        return Stream.concat(p.plan().sequence().stream().limit(1), p.plan().beside().stream())
                .map(channel -> new DeliveryStore.NewDelivery(
                        Ids.next(now), p.notice().id(), p.notice().subjectId(), channel, channel == Channel.IN_APP));
    }

    private static Stream<EventDraft> told(NoticeOrder order, Planned p, Instant now) {
        Notice notice = new Notice(
                p.notice().id(),
                order.contentId(),
                order.campaignId(),
                p.notice().subjectId(),
                order.dedupKey(),
                order.locale(),
                null,
                p.plan().sequence(),
                p.notice().outcome(),
                order.notAfter(),
                now,
                order.messageClass(),
                order.template(),
                order.parameters(),
                order.about(),
                "",
                null);
        Stream<EventDraft> inbox = Stream.concat(p.plan().sequence().stream().limit(1), p.plan().beside().stream())
                .filter(channel -> channel == Channel.IN_APP)
                .map(channel -> NoticeEvents.sent(notice, channel, 1, now));
        Stream<EventDraft> end = switch (notice.outcome()) {
            case UNREACHABLE -> Stream.of(NoticeEvents.unreachable(notice, List.of(), now));
            case REFUSED -> Stream.of(NoticeEvents.failed(notice, Channel.EMAIL, "CONSENT_REQUIRED", 0, true, now));
            case PENDING, REACHED, COVERED_BY_ANNOUNCEMENT, SUPERSEDED -> Stream.empty();
        };
        return Stream.concat(inbox, end);
    }
}
