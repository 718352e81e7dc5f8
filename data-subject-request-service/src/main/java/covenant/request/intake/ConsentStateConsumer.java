package covenant.request.intake;

import covenant.contracts.ConsentStateEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.facts.FactStore;
import covenant.request.facts.PolicyFacts;
import covenant.request.flow.FactsArrived;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The present consents. The topic is compacted: versions have gaps, so the order of the partition counts, and a state
 * older than the known one changes nothing. A tombstone forgets a key.
 */
@ApplicationScoped
class ConsentStateConsumer {
    private final EventIntake intake;
    private final FactStore facts;
    private final PolicyFacts policies;
    private final FactsArrived arrived;

    ConsentStateConsumer(EventIntake intake, FactStore facts, PolicyFacts policies, FactsArrived arrived) {
        this.intake = intake;
        this.facts = facts;
        this.policies = policies;
        this.arrived = arrived;
    }

    @Incoming("consent-state")
    @Blocking
    void consentState(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply, this::forget);
    }

    private void apply(IncomingEvent event) {
        switch ((ConsentStateEvent) event.payload()) {
            case ConsentStateEvent.ConsentState state -> {
                facts.consent(state, event.envelope().aggregateVersion());
                policies.accepted(
                        state.subjectId(),
                        state.acceptedVersion(),
                        event.envelope().recordedAt());
                if (state.status() != ConsentStateEvent.Status.GRANTED) {
                    arrived.consentsChanged(state.subjectId());
                }
            }
        }
    }

    private void forget(String key) {
        int slash = key.lastIndexOf('/');
        if (slash > 0) {
            facts.forgetConsent(key.substring(0, slash), key.substring(slash + 1));
        }
    }
}
