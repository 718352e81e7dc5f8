package covenant.retention.retentioncase;

import covenant.contracts.ConsentEvent;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** A consent that ended takes with it what was used for its purpose alone (R-5-2, R-GAP-3). */
@ApplicationScoped
class ConsentEventsConsumer {
    private final EventIntake intake;
    private final Cases cases;

    ConsentEventsConsumer(EventIntake intake, Cases cases) {
        this.intake = intake;
        this.cases = cases;
    }

    @Incoming("consent")
    @Blocking
    public void consent(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((ConsentEvent) event.payload()) {
            case ConsentEvent.ConsentWithdrawn e ->
                erase(event.subjectId(), e.consentId(), e.remainingPurposes(), e.withdrawnAt());
            case ConsentEvent.ConsentExpired e ->
                erase(event.subjectId(), e.consentId(), e.remainingPurposes(), e.expiredAt());
            // A closing brings its own case; the others let nothing fall due.
            case ConsentEvent.ConsentEnded e -> {}
            case ConsentEvent.ConsentGranted e -> {}
            case ConsentEvent.ConsentDeclined e -> {}
            case ConsentEvent.ConsentSuperseded e -> {}
            case ConsentEvent.NoticeAcknowledged e -> {}
            case ConsentEvent.ProcessingStopRequired e -> {}
            case ConsentEvent.ExceptionUsed e -> {}
            case ConsentEvent.DecisionRecorded e -> {}
        }
    }

    private void erase(String subjectId, UUID consentId, Map<String, List<String>> remaining, Instant at) {
        List<String> unused = remaining.entrySet().stream()
                .filter(category -> category.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!unused.isEmpty()) {
            cases.openAtOnce(OpenCase.atOnce("consent/" + consentId, subjectId, Cause.CONSENT_WITHDRAWN, unused, at));
        }
    }
}
