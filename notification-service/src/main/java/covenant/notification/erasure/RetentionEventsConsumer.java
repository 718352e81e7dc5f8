package covenant.notification.erasure;

import covenant.contracts.RetentionEvent;
import covenant.notification.contact.Contacts;
import covenant.notification.delivery.NoticeErasure;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Shreds an erased person's key and deletes what stood under it; nothing more goes out to the person. */
@ApplicationScoped
class RetentionEventsConsumer {
    private final EventIntake intake;
    private final Contacts contacts;
    private final NoticeErasure notices;

    RetentionEventsConsumer(EventIntake intake, Contacts contacts, NoticeErasure notices) {
        this.intake = intake;
        this.contacts = contacts;
        this.notices = notices;
    }

    @Incoming("retention")
    @Blocking
    public void retention(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((RetentionEvent) event.payload()) {
            case RetentionEvent.SubjectErased erased -> {
                notices.forget(erased.subjectId());
                contacts.shred(erased.subjectId());
            }
            // Whoever is to be told of the others is told by request of the retention service.
            case RetentionEvent.RetentionScheduled e -> {}
            case RetentionEvent.ProcessingRestricted e -> {}
            case RetentionEvent.ErasureCancelled e -> {}
            case RetentionEvent.RetentionHoldPlaced e -> {}
            case RetentionEvent.RetentionHoldReleased e -> {}
            case RetentionEvent.ErasureDue e -> {}
            case RetentionEvent.ErasureFailed e -> {}
            case RetentionEvent.RecipientErasureRequested e -> {}
            case RetentionEvent.RecipientErasureConfirmed e -> {}
            case RetentionEvent.RecipientErasureExempted e -> {}
            case RetentionEvent.RecipientErasureOverdue e -> {}
            case RetentionEvent.BackupErasurePending e -> {}
            case RetentionEvent.ErasureCompleted e -> {}
            case RetentionEvent.AnonymisationCompleted e -> {}
        }
    }
}
