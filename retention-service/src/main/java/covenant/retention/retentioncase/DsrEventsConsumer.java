package covenant.retention.retentioncase;

import covenant.contracts.DsrEvent;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * A deletion that was decided, or that the person made alone, is executed at once (R-5.2-1, R-5.2-3); an accepted request to close the
 * account closes it (policy 4.2.2, 5.1.1).
 */
@ApplicationScoped
class DsrEventsConsumer {
    private final EventIntake intake;
    private final Cases cases;
    private final RequestedClosures closures;

    DsrEventsConsumer(EventIntake intake, Cases cases, RequestedClosures closures) {
        this.intake = intake;
        this.cases = cases;
        this.closures = closures;
    }

    @Incoming("dsr")
    @Blocking
    public void dsr(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((DsrEvent) event.payload()) {
            case DsrEvent.DeletionRequested e -> delete(event, e);
            case DsrEvent.DataSubjectRequestReceived e -> {}
            case DsrEvent.IdentityVerificationRequired e -> {}
            case DsrEvent.IdentityVerified e -> {}
            case DsrEvent.IdentityVerificationFailed e -> {}
            case DsrEvent.AccessRequested e -> {}
            case DsrEvent.CorrectionRequested e -> {}
            case DsrEvent.PortabilityRequested e -> {}
            case DsrEvent.RestrictionRequested e -> {}
            case DsrEvent.ExplanationRequested e -> {}
            case DsrEvent.RequestAccepted e -> {
                if (e.type() == DsrEvent.RequestType.ACCOUNT_CLOSURE) {
                    closures.closeOnRequest(event.subjectId(), e.accountId(), e.decidedAt());
                }
            }
            case DsrEvent.RequestRefused e -> {}
            case DsrEvent.RequestDeadlineApproaching e -> {}
            case DsrEvent.RequestOverdue e -> {}
            case DsrEvent.RequestAnswered e -> {}
            case DsrEvent.RequestCompleted e -> {}
            case DsrEvent.RequestCancelled e -> {}
        }
    }

    private void delete(IncomingEvent event, DsrEvent.DeletionRequested e) {
        Cause cause = switch (e.origin()) {
            case VERIFIED_REQUEST -> Cause.REQUEST;
            case SELF_SERVICE -> Cause.SELF_SERVICE;
        };
        OpenCase command = new OpenCase(
                "request/" + e.requestId(),
                event.subjectId(),
                e.accountId(),
                cause,
                e.requestId(),
                e.itemRef(),
                e.categories(),
                event.envelope().occurredAt(),
                null);
        if (cause == Cause.REQUEST && e.trigger() == DsrEvent.DeletionTrigger.ACCOUNT_CLOSED) {
            cases.openWhileClosed(command);
        } else {
            cases.openAtOnce(command);
        }
    }
}
