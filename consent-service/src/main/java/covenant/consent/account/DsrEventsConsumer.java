package covenant.consent.account;

import covenant.consent.grant.GrantService;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Of a person's requests, those that stop the use of data: restriction and withdrawal. */
@ApplicationScoped
class DsrEventsConsumer {
    private final EventIntake intake;
    private final Restrictions restrictions;
    private final GrantService consents;
    private final SubjectStore subjects;

    DsrEventsConsumer(EventIntake intake, Restrictions restrictions, GrantService consents, SubjectStore subjects) {
        this.intake = intake;
        this.restrictions = restrictions;
        this.consents = consents;
        this.subjects = subjects;
    }

    @Incoming("dsr")
    @Blocking
    public void dsr(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((DsrEvent) event.payload()) {
            case DsrEvent.RestrictionRequested e ->
                restrictions.impose(
                        e.requestId(),
                        event.subjectId(),
                        e.categories(),
                        event.envelope().occurredAt());
            case DsrEvent.RequestAccepted e -> accepted(event, e);
            case DsrEvent.RequestRefused e -> liftIfWhole(event, e);
            case DsrEvent.RequestCancelled e -> {
                if (e.type() == RequestType.RESTRICTION) {
                    restrictions.lift(e.requestId(), event.subjectId());
                }
            }
            case DsrEvent.DataSubjectRequestReceived e -> nothing();
            case DsrEvent.IdentityVerificationRequired e -> nothing();
            case DsrEvent.IdentityVerified e -> nothing();
            case DsrEvent.IdentityVerificationFailed e -> nothing();
            case DsrEvent.AccessRequested e -> nothing();
            case DsrEvent.CorrectionRequested e -> nothing();
            case DsrEvent.DeletionRequested e -> nothing();
            case DsrEvent.PortabilityRequested e -> nothing();
            case DsrEvent.ExplanationRequested e -> nothing();
            case DsrEvent.RequestDeadlineApproaching e -> nothing();
            case DsrEvent.RequestOverdue e -> nothing();
            case DsrEvent.RequestAnswered e -> nothing();
            case DsrEvent.RequestCompleted e -> nothing();
        }
    }

    private void accepted(IncomingEvent event, DsrEvent.RequestAccepted e) {
        if (e.type() == RequestType.RESTRICTION) {
            restrictions.impose(e.requestId(), event.subjectId(), e.categories(), e.decidedAt());
        } else if (e.type() == RequestType.WITHDRAWAL) {
            consents.withdrawQuietly(
                    event.subjectId(), purposesOf(event.subjectId(), e.categories()), WithdrawalCause.REQUEST);
        }
    }

    private void liftIfWhole(IncomingEvent event, DsrEvent.RequestRefused e) {
        if (e.type() == RequestType.RESTRICTION && !e.partial()) {
            restrictions.lift(e.requestId(), event.subjectId());
        }
    }

    /** Those whose consents cover one of the categories; all of them where none is named. */
    private List<String> purposesOf(String subjectId, List<String> categories) {
        SubjectState state = subjects.lock(subjectId);
        return state.consents().stream()
                .filter(c -> categories.isEmpty() || c.categories().stream().anyMatch(categories::contains))
                .map(c -> c.purpose())
                .distinct()
                .toList();
    }

    /** The event is another service's business. */
    private static void nothing() {}
}
