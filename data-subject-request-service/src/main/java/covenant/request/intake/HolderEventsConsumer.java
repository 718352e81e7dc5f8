package covenant.request.intake;

import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The register of holders, and what they answer to orders. */
@ApplicationScoped
class HolderEventsConsumer {
    private final HolderRegistry holders;
    private final HolderOrders orders;

    HolderEventsConsumer(HolderRegistry holders, HolderOrders orders) {
        this.holders = holders;
        this.orders = orders;
    }

    @Incoming("holder")
    @Blocking
    void holder(ConsumerRecord<String, byte[]> record) {
        holders.take(record);
    }

    @Incoming("holder-ack")
    @Blocking
    void holderAck(ConsumerRecord<String, byte[]> record) {
        orders.takeAck(record);
    }
}
