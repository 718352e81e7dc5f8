package covenant.consent.erasure;

import covenant.consent.account.Restrictions;
import covenant.consent.holder.SilentRecipients;
import covenant.contracts.RetentionEvent;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The retention service says what may no longer be used, and who was erased. A closed account restricts by its own event; what a
 * person asked to have erased is not used in the meantime. A recipient that is silent on an erasure is suspended.
 */
@ApplicationScoped
class RetentionEventsConsumer {
    private final EventIntake intake;
    private final Erasure erasure;
    private final Restrictions restrictions;
    private final SilentRecipients silent;

    RetentionEventsConsumer(EventIntake intake, Erasure erasure, Restrictions restrictions, SilentRecipients silent) {
        this.intake = intake;
        this.erasure = erasure;
        this.restrictions = restrictions;
        this.silent = silent;
    }

    @Incoming("retention")
    @Blocking
    public void retention(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((RetentionEvent) event.payload()) {
            case RetentionEvent.SubjectErased e -> erasure.erase(e.subjectId(), e.erasedAt());
            case RetentionEvent.ProcessingRestricted e -> {
                if (e.cause() == Cause.REQUEST) {
                    restrictions.impose(e.caseId(), event.subjectId(), e.categories(), e.restrictedAt());
                }
            }
            case RetentionEvent.ErasureCancelled e -> restrictions.lift(e.caseId(), event.subjectId());
            case RetentionEvent.ErasureCompleted e -> restrictions.lift(e.caseId(), event.subjectId());
            case RetentionEvent.RetentionScheduled e -> nothing();
            case RetentionEvent.RetentionHoldPlaced e -> nothing();
            case RetentionEvent.RetentionHoldReleased e -> nothing();
            case RetentionEvent.ErasureDue e -> nothing();
            case RetentionEvent.ErasureFailed e -> nothing();
            case RetentionEvent.RecipientErasureRequested e -> nothing();
            case RetentionEvent.RecipientErasureConfirmed e -> nothing();
            case RetentionEvent.RecipientErasureExempted e -> nothing();
            case RetentionEvent.RecipientErasureOverdue e -> silent.overdue(e);
            case RetentionEvent.BackupErasurePending e -> nothing();
            case RetentionEvent.AnonymisationCompleted e -> nothing();
        }
    }

    /** The event is another service's business. */
    private static void nothing() {}
}
