package covenant.retention.erasure;

import covenant.contracts.NotificationEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.retention.retentioncase.CaseSearch;
import covenant.retention.termination.Terminations;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** What became of the closing notice, and of the campaign that announces the end of the service. */
@ApplicationScoped
class NotificationEventsConsumer {
    private static final Logger LOG = Logger.getLogger(NotificationEventsConsumer.class);

    private final EventIntake intake;
    private final CaseSearch search;
    private final Erasure erasure;
    private final Terminations terminations;

    NotificationEventsConsumer(EventIntake intake, CaseSearch search, Erasure erasure, Terminations terminations) {
        this.intake = intake;
        this.search = search;
        this.erasure = erasure;
        this.terminations = terminations;
    }

    @Incoming("notification")
    @Blocking
    public void notification(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((NotificationEvent) event.payload()) {
            case NotificationEvent.NotificationSent e -> answered(e.notificationId());
            case NotificationEvent.NotificationDelivered e -> answered(e.notificationId());
            case NotificationEvent.SubjectUnreachable e -> answered(e.notificationId());
            case NotificationEvent.NotificationFailed e -> {
                if (e.lastChannel()) {
                    answered(e.notificationId());
                }
            }
            case NotificationEvent.CampaignCompleted e -> completed(e);
            case NotificationEvent.NotificationRequested e -> {}
            case NotificationEvent.AnnouncementPublished e -> {}
            case NotificationEvent.CampaignStarted e -> {}
        }
    }

    private void answered(UUID notificationId) {
        search.awaitingNotice(notificationId).ifPresent(erasure::noticeAnswered);
    }

    /** Every person has to be reached, or covered by an announcement, before the notice period counts (R-4.2.3-1). */
    private void completed(NotificationEvent.CampaignCompleted e) {
        UUID termination = e.about().terminationId();
        if (termination == null) {
            return;
        }
        if (e.reached() + e.coveredByAnnouncement() < e.total()) {
            LOG.errorf("Campaign %s ended without telling everyone: the end of the service waits", e.campaignId());
            return;
        }
        terminations.noticed(termination, e.lastNoticeAt() == null ? e.completedAt() : e.lastNoticeAt());
    }
}
