package covenant.request.intake;

import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
    void holder(ConsumerRecords<String, byte[]> records) {
        holders.take(records);
    }

    @Incoming("holder-ack")
    @Blocking
    void holderAck(ConsumerRecords<String, byte[]> records) {
        orders.takeAcks(records);
    }
}
