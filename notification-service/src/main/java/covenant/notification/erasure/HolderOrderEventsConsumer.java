package covenant.notification.erasure;

import covenant.contracts.HolderAckEvent;
import covenant.contracts.HolderAckEvent.ErasureOutcome;
import covenant.contracts.HolderOrderEvent;
import covenant.notification.contact.Contacts;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Obeys the orders to this holder and answers them, in one transaction: erasure, access, correction. A repeated erasure finds
 * nothing left and says so.
 */
@ApplicationScoped
class HolderOrderEventsConsumer {
    static final String HOLDER = "notification-service";

    private final EventIntake intake;
    private final Contacts contacts;
    private final RightsOrders requests;
    private final Outbox outbox;
    private final CovenantClock clock;

    HolderOrderEventsConsumer(
            EventIntake intake, Contacts contacts, RightsOrders requests, Outbox outbox, CovenantClock clock) {
        this.intake = intake;
        this.contacts = contacts;
        this.requests = requests;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Incoming("holder-order")
    @Blocking
    public void order(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((HolderOrderEvent) event.payload()) {
            case HolderOrderEvent.ErasureOrdered order -> {
                if (order.holderId().equals(HOLDER)) {
                    erase(order);
                }
            }
            case HolderOrderEvent.AccessOrdered order -> {
                if (order.holderId().equals(HOLDER)) {
                    answer(order, requests.give(order));
                }
            }
            case HolderOrderEvent.CorrectionOrdered order -> {
                if (order.holderId().equals(HOLDER)) {
                    answer(order, requests.correct(order));
                }
            }
            // Nothing of this kind is sent to a Covenant service; orders to others pass by.
            case HolderOrderEvent.RestrictionOrdered order -> {}
        }
    }

    private void answer(HolderOrderEvent order, HolderAckEvent answer) {
        outbox.append(EventDraft.about(order.subjectId(), order.orderId().toString(), answer));
    }

    private void erase(HolderOrderEvent.ErasureOrdered order) {
        int erased = contacts.erase(order.subjectId(), order.categories());
        outbox.append(EventDraft.about(
                order.subjectId(),
                order.orderId().toString(),
                new HolderAckEvent.ErasureConfirmed(
                        order.orderId(),
                        HOLDER,
                        erased > 0 ? ErasureOutcome.ERASED : ErasureOutcome.NOTHING_HELD,
                        erased,
                        clock.now())));
    }
}
