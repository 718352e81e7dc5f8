package covenant.request.intake;

import covenant.contracts.ConsentEvent;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.facts.ExceptionUse;
import covenant.request.facts.FactStore;
import covenant.request.flow.FactsArrived;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Withdrawals and ends of consents, which may leave a category without any purpose (PIPL art. 47(1)(3)). */
@ApplicationScoped
class ConsentEventsConsumer {
    private final EventIntake intake;
    private final FactStore facts;
    private final FactsArrived arrived;

    ConsentEventsConsumer(EventIntake intake, FactStore facts, FactsArrived arrived) {
        this.intake = intake;
        this.facts = facts;
        this.arrived = arrived;
    }

    @Incoming("consent")
    @Blocking
    void consent(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        String subject = event.subjectId();
        switch ((ConsentEvent) event.payload()) {
            case ConsentEvent.ConsentGranted e -> facts.grantedAgain(subject, e.categories());
            case ConsentEvent.ConsentWithdrawn e -> {
                facts.withdrawn(subject, useless(e.remainingPurposes()), e.withdrawnAt());
                if (e.cause() == WithdrawalCause.REQUEST) {
                    arrived.withdrawnOnRequest(subject);
                } else {
                    arrived.consentsChanged(subject);
                }
            }
            case ConsentEvent.ConsentExpired e -> {
                facts.withdrawn(subject, useless(e.remainingPurposes()), e.expiredAt());
                arrived.consentsChanged(subject);
            }
            case ConsentEvent.ExceptionUsed e ->
                facts.exception(
                        subject,
                        e.decisionId(),
                        new ExceptionUse(e.exceptionCode().name(), e.purpose(), e.category(), e.secret(), e.usedAt()));
            case ConsentEvent.ConsentDeclined e -> {}
            case ConsentEvent.ConsentSuperseded e -> {}
            case ConsentEvent.ConsentEnded e -> {}
            case ConsentEvent.NoticeAcknowledged e -> {}
            case ConsentEvent.ProcessingStopRequired e -> {}
            case ConsentEvent.DecisionRecorded e -> {}
        }
    }

    /** Categories that no other purpose may use any more. */
    private static List<String> useless(Map<String, List<String>> remainingPurposes) {
        return remainingPurposes.entrySet().stream()
                .filter(e -> e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
