package covenant.consent.notice;

import covenant.contracts.NotificationEvent;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Which notices reached whom (R-PRE-7 ii, R-1.2.2-3): delivered, not merely sent or waiting in the inbox. */
@ApplicationScoped
class NotificationEventsConsumer {
    private final EventIntake intake;
    private final Notices notices;
    private final SentNotices sent;
    private final Interstitials interstitials;

    NotificationEventsConsumer(EventIntake intake, Notices notices, SentNotices sent, Interstitials interstitials) {
        this.intake = intake;
        this.notices = notices;
        this.sent = sent;
        this.interstitials = interstitials;
    }

    @Incoming("notification")
    @Blocking
    public void notification(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((NotificationEvent) event.payload()) {
            case NotificationEvent.NotificationDelivered e -> delivered(e);
            case NotificationEvent.NotificationRequested e ->
                sent(e.messageClass(), e.notificationId(), e.recipientSubjectId());
            case NotificationEvent.NotificationSent e -> sent(e.messageClass(), e.notificationId(), e.subjectId());
            case NotificationEvent.NotificationFailed e ->
                arrived(e.messageClass(), e.notificationId(), e.subjectId(), null);
            case NotificationEvent.SubjectUnreachable e -> unreachable(e);
            case NotificationEvent.AnnouncementPublished e -> nothing();
            case NotificationEvent.CampaignStarted e -> nothing();
            case NotificationEvent.CampaignCompleted e -> nothing();
        }
    }

    private void sent(MessageClass messageClass, UUID notificationId, String subjectId) {
        if (tellsOfUse(messageClass)) {
            sent.sent(notificationId, subjectId);
        }
    }

    private void arrived(MessageClass messageClass, UUID notificationId, String subjectId, @Nullable Instant at) {
        if (tellsOfUse(messageClass)) {
            sent.delivered(notificationId, subjectId, at);
        }
    }

    /** Nobody is told of a use of data by an advertisement, and a breach is told to millions at once. */
    private static boolean tellsOfUse(MessageClass messageClass) {
        return switch (messageClass) {
            case SERVICE, RIGHTS, POLICY, TERMINATION -> true;
            case BREACH, MARKETING -> false;
        };
    }

    private void delivered(NotificationEvent.NotificationDelivered e) {
        arrived(e.messageClass(), e.notificationId(), e.subjectId(), e.deliveredAt());
        policyVersion(e.messageClass(), e.about()).ifPresent(version -> {
            notices.delivered(e.subjectId(), version, e.notificationId(), e.deliveredAt());
            interstitials.seen(e.subjectId(), version);
        });
    }

    private void unreachable(NotificationEvent.SubjectUnreachable e) {
        policyVersion(e.messageClass(), e.about())
                .ifPresent(version -> interstitials.unreachable(e.subjectId(), version));
    }

    /** Of an update notice: the version that it tells. */
    private static Optional<Integer> policyVersion(MessageClass messageClass, NotificationEvent.@Nullable About about) {
        return Optional.ofNullable(about)
                .filter(a -> messageClass == MessageClass.POLICY)
                .map(NotificationEvent.About::policyVersion)
                .filter(version -> version.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf);
    }

    /** The event is another service's business. */
    private static void nothing() {}
}
