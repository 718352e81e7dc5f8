package covenant.request.intake;

import covenant.contracts.HolderOrderEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.erasure.OwnErasure;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Orders to this service as a data holder; those to others, its own among them, are none of its business here. */
@ApplicationScoped
class OrderEventsConsumer {
    private final EventIntake intake;
    private final OwnErasure own;

    OrderEventsConsumer(EventIntake intake, OwnErasure own) {
        this.intake = intake;
        this.own = own;
    }

    @Incoming("holder-order")
    @Blocking
    void holderOrder(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        HolderOrderEvent order = (HolderOrderEvent) event.payload();
        if (!OwnErasure.HOLDER_ID.equals(order.holderId())) {
            return;
        }
        switch (order) {
            case HolderOrderEvent.ErasureOrdered e -> own.erase(e);
            case HolderOrderEvent.AccessOrdered e -> {}
            case HolderOrderEvent.CorrectionOrdered e -> {}
            case HolderOrderEvent.RestrictionOrdered e -> {}
        }
    }
}
