package covenant.request.intake;

import covenant.contracts.NotificationEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.request.RequestStore;
import covenant.request.request.Timeline;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer reached the person. Of messages before the verification nothing is noted: it would tell a stranger
 * that somebody has an address here (R-5.2.1-2).
 */
@ApplicationScoped
class NotificationEventsConsumer {
    private final EventIntake intake;
    private final RequestStore requests;
    private final Timeline timeline;

    NotificationEventsConsumer(EventIntake intake, RequestStore requests, Timeline timeline) {
        this.intake = intake;
        this.requests = requests;
        this.timeline = timeline;
    }

    @Incoming("notification")
    @Blocking
    void notification(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((NotificationEvent) event.payload()) {
            case NotificationEvent.NotificationSent e ->
                note("NoticeSent", e.about(), e.template(), e.channel().name(), e.sentAt());
            case NotificationEvent.SubjectUnreachable e ->
                note("NoticeUndeliverable", e.about(), e.template(), "none", e.since());
            case NotificationEvent.NotificationRequested e -> {}
            case NotificationEvent.NotificationDelivered e -> {}
            case NotificationEvent.NotificationFailed e -> {}
            case NotificationEvent.AnnouncementPublished e -> {}
            case NotificationEvent.CampaignStarted e -> {}
            case NotificationEvent.CampaignCompleted e -> {}
        }
    }

    private void note(
            String what, NotificationEvent.@Nullable About about, String template, String channel, Instant at) {
        UUID id = about == null ? null : about.requestId();
        if (id == null || !template.startsWith("request-") || template.equals("request-received")) {
            return;
        }
        requests.find(id)
                .filter(r -> r.state().proof().isPresent())
                .ifPresent(r -> timeline.note(
                        id, what, "SYSTEM:notification-service", at, Map.of("template", template, "channel", channel)));
    }
}
