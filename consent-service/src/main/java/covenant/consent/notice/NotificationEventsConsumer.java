package covenant.consent.notice;

import covenant.contracts.NotificationEvent;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Which update notices reached whom (R-PRE-7 ii): delivered, not merely sent or waiting in the inbox. */
@ApplicationScoped
class NotificationEventsConsumer {
    private final EventIntake intake;
    private final Notices notices;

    NotificationEventsConsumer(EventIntake intake, Notices notices) {
        this.intake = intake;
        this.notices = notices;
    }

    @Incoming("notification")
    @Blocking
    public void notification(ConsumerRecord<String, byte[]> record) {
        intake.take(record, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((NotificationEvent) event.payload()) {
            case NotificationEvent.NotificationDelivered e -> delivered(e);
            case NotificationEvent.NotificationRequested e -> nothing();
            case NotificationEvent.NotificationSent e -> nothing();
            case NotificationEvent.NotificationFailed e -> nothing();
            case NotificationEvent.SubjectUnreachable e -> nothing();
            case NotificationEvent.AnnouncementPublished e -> nothing();
            case NotificationEvent.CampaignStarted e -> nothing();
            case NotificationEvent.CampaignCompleted e -> nothing();
        }
    }

    private void delivered(NotificationEvent.NotificationDelivered e) {
        String version = e.about() == null ? null : e.about().policyVersion();
        if (e.messageClass() == MessageClass.POLICY && version != null && version.matches("[1-9][0-9]{0,8}")) {
            notices.delivered(e.subjectId(), Integer.parseInt(version), e.notificationId(), e.deliveredAt());
        }
    }

    /** The event is another service's business. */
    private static void nothing() {}
}
