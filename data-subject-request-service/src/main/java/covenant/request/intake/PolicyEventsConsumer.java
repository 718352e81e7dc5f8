package covenant.request.intake;

import covenant.contracts.PolicyEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.facts.PolicyFacts;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Policy versions, for what they do to a right that is exercised here (policy 6.1, R-6.1-2). */
@ApplicationScoped
class PolicyEventsConsumer {
    private final EventIntake intake;
    private final PolicyFacts policies;

    PolicyEventsConsumer(EventIntake intake, PolicyFacts policies) {
        this.intake = intake;
        this.policies = policies;
    }

    @Incoming("policy")
    @Blocking
    void policy(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((PolicyEvent) event.payload()) {
            case PolicyEvent.PolicyVersionPublished published -> {
                // A high risk that was assessed is told of the version in force again, and changes none of its rules.
                if (published.occasion() == PolicyEvent.Occasion.NEW_VERSION) {
                    policies.published(published);
                }
            }
            case PolicyEvent.PolicyVersionActivated activated ->
                policies.activated(activated.version(), activated.activatedAt());
            // A refused draft never governs; who is asked to agree is not yet bound.
            case PolicyEvent.PolicyVersionRejected rejected -> {}
            case PolicyEvent.ReconsentRequired required -> {}
        }
    }
}
