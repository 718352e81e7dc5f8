package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as proof: what, when, by which channels, with what outcome. No address, no text. */
record NoticeView(
        UUID id,
        String subjectId,
        MessageClass messageClass,
        String template,
        @Nullable About about,
        @Nullable UUID campaignId,
        Notice.Outcome outcome,
        Instant createdAt,
        List<DeliveryView> deliveries) {

    record DeliveryView(
            UUID id,
            Channel channel,
            Delivery.Status status,
            int attempts,
            @Nullable String code,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant failedAt) {

        static DeliveryView of(Delivery d) {
            return new DeliveryView(
                    d.id(),
                    d.channel(),
                    d.status(),
                    d.channel() == Channel.IN_APP ? 1 : d.attempts(),
                    d.code(),
                    d.sentAt(),
                    d.deliveredAt(),
                    d.failedAt());
        }
    }

    static NoticeView of(Notice n, List<Delivery> deliveries) {
        return new NoticeView(
                n.id(),
                n.subjectId(),
                n.messageClass(),
                n.template(),
                n.about(),
                n.campaignId(),
                n.outcome(),
                n.createdAt(),
                deliveries.stream().map(DeliveryView::of).toList());
    }
}
