package covenant.notification.campaign;

import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.contracts.PolicyEvent;
import covenant.notification.announcement.Announcements;
import covenant.notification.delivery.NoticeDesk;
import covenant.notification.delivery.NoticeOrder;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Tells people of policy changes before they take effect (policy 6.1, 6.2): a material one by an individual message and an announcement, an
 * ordinary one by an announcement. Who must consent anew is asked in person.
 */
@ApplicationScoped
class PolicyEventsConsumer {
    private final EventIntake intake;
    private final Campaigns campaigns;
    private final Announcements announcements;
    private final NoticeDesk desk;
    private final CovenantClock clock;

    PolicyEventsConsumer(
            EventIntake intake,
            Campaigns campaigns,
            Announcements announcements,
            NoticeDesk desk,
            CovenantClock clock) {
        this.intake = intake;
        this.campaigns = campaigns;
        this.announcements = announcements;
        this.desk = desk;
        this.clock = clock;
    }

    @Incoming("policy")
    @Blocking
    public void policy(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((PolicyEvent) event.payload()) {
            case PolicyEvent.PolicyVersionPublished published -> tell(published);
            case PolicyEvent.ReconsentRequired required -> ask(event.subjectId(), required);
            // Nobody is told anew that what was announced has happened, or that a draft was refused.
            case PolicyEvent.PolicyVersionActivated activated -> {}
            case PolicyEvent.PolicyVersionRejected rejected -> {}
        }
    }

    private void tell(PolicyEvent.PolicyVersionPublished published) {
        if (published.predecessor() == null && published.occasion() == PolicyEvent.Occasion.NEW_VERSION) {
            return;
        }
        About about = new About(published.version(), null, null, null, null);
        Map<String, String> parameters = PolicyChangeText.parameters(published);
        if (published.material()) {
            String key = published.assessmentId() == null
                    ? "policy:" + published.version()
                    : "policy:" + published.version() + ":" + published.assessmentId();
            campaigns.start(CampaignKind.POLICY_CHANGE, key, "policy-change", parameters, null, about, true);
        } else if (!announcements.announcesPolicy(published.version())) {
            announcements.publish(MessageClass.POLICY, "policy-change", parameters, about, null);
        }
    }

    private void ask(String subjectId, PolicyEvent.ReconsentRequired required) {
        desk.order(
                NoticeOrder.own(
                        Ids.next(clock.now()),
                        MessageClass.POLICY,
                        "reconsent",
                        Map.of("version", required.version(), "purposes", String.join(", ", required.purposes())),
                        "reconsent:" + required.version(),
                        new About(required.version(), null, null, null, null)),
                subjectId);
    }
}
