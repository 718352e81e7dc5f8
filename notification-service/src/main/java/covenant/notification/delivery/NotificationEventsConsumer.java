package covenant.notification.delivery;

import covenant.contracts.NotificationEvent;
import covenant.notification.template.Templates;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.EventRejectedException;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Requests of all services for messages. This service's own answers travel on the same topic and pass by unread. Requests
 * are independent of each other: each is handled as it comes, once.
 */
@ApplicationScoped
class NotificationEventsConsumer {
    private final EventIntake intake;
    private final NoticeDesk desk;
    private final Templates templates;

    NotificationEventsConsumer(EventIntake intake, NoticeDesk desk, Templates templates) {
        this.intake = intake;
        this.desk = desk;
        this.templates = templates;
    }

    @Incoming("notification")
    @Blocking
    public void notification(ConsumerRecords<String, byte[]> records) {
        intake.takeOthers(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((NotificationEvent) event.payload()) {
            case NotificationEvent.NotificationRequested request -> order(request);
            // Answers that another instance gave, or a replay of them: nothing to do.
            case NotificationEvent.NotificationSent e -> {}
            case NotificationEvent.NotificationDelivered e -> {}
            case NotificationEvent.NotificationFailed e -> {}
            case NotificationEvent.SubjectUnreachable e -> {}
            case NotificationEvent.AnnouncementPublished e -> {}
            case NotificationEvent.CampaignStarted e -> {}
            case NotificationEvent.CampaignCompleted e -> {}
        }
    }

    private void order(NotificationEvent.NotificationRequested r) {
        if (!templates.exists(r.template())) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "there is no such template");
        }
        if (r.dedupKey().length() > 200) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "dedupKey has more than 200 characters");
        }
        if (covenant.contracts.SubjectId.check(r.recipientSubjectId()).isPresent()) {
            throw new EventRejectedException(
                    DeadLetterReason.NOT_APPLICABLE, "recipientSubjectId is not a pseudonymous subject id");
        }
        desk.order(
                new NoticeOrder(
                        r.notificationId(),
                        r.messageClass(),
                        r.template(),
                        r.locale(),
                        r.channels(),
                        r.parameters(),
                        r.sealedParameters(),
                        r.dedupKey(),
                        r.about(),
                        null,
                        r.notAfter()),
                r.recipientSubjectId());
    }
}
