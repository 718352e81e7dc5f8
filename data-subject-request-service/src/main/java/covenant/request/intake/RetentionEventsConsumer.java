package covenant.request.intake;

import covenant.contracts.RetentionEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.erasure.OwnErasure;
import covenant.request.facts.FactStore;
import covenant.request.facts.HoldFacts;
import covenant.request.flow.DeletionResult;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What becomes of a deletion, when which category is erased, and that a person is erased for good. */
@ApplicationScoped
class RetentionEventsConsumer {
    private final EventIntake intake;
    private final FactStore facts;
    private final HoldFacts holds;
    private final DeletionResult deletions;
    private final OwnErasure own;

    RetentionEventsConsumer(
            EventIntake intake, FactStore facts, HoldFacts holds, DeletionResult deletions, OwnErasure own) {
        this.intake = intake;
        this.facts = facts;
        this.holds = holds;
        this.deletions = deletions;
        this.own = own;
    }

    @Incoming("retention")
    @Blocking
    void retention(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        String subject = event.subjectId();
        switch ((RetentionEvent) event.payload()) {
            case RetentionEvent.RetentionScheduled e -> {
                facts.retention(subject, e.caseId(), e.items());
                deletions.scheduled(e);
            }
            case RetentionEvent.ErasureCancelled e -> {
                facts.retentionOver(e.caseId(), subject, e.categories());
                deletions.cancelled(e);
            }
            case RetentionEvent.RetentionHoldPlaced e ->
                holds.placed(e.holdId(), subject, e.categories(), e.reviewOn(), e.placedAt());
            case RetentionEvent.RetentionHoldReleased e -> holds.released(e.holdId());
            case RetentionEvent.RecipientErasureConfirmed e -> deletions.recipientConfirmed(e);
            case RetentionEvent.RecipientErasureExempted e -> deletions.recipientExempted(e);
            case RetentionEvent.RecipientErasureRequested e -> deletions.recipientAsked(e);
            case RetentionEvent.RecipientErasureOverdue e -> deletions.recipientOverdue(e);
            case RetentionEvent.BackupErasurePending e -> {
                facts.retentionOver(e.caseId(), subject, e.erased());
                deletions.erasedLive(e);
            }
            case RetentionEvent.ErasureCompleted e -> deletions.completed(e);
            case RetentionEvent.SubjectErased e -> own.shred(e.subjectId());
            case RetentionEvent.ProcessingRestricted e -> {}
            case RetentionEvent.ErasureDue e -> {}
            case RetentionEvent.ErasureFailed e -> {}
            case RetentionEvent.AnonymisationCompleted e -> {}
        }
    }
}
