package covenant.platform.holder;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What a service that orders brings along; remembers what it was told. */
@ApplicationScoped
public class RecordingService implements OrderOutcomes, OrderDataSink, OrderDetails {
    static final List<String> TOLD = new CopyOnWriteArrayList<>();
    static final Map<UUID, Map<String, List<JsonNode>>> DATA = new ConcurrentHashMap<>();
    static final Map<String, byte[]> STORED = new ConcurrentHashMap<>();
    static final Set<UUID> ATTACHED = ConcurrentHashMap.newKeySet();
    static final Set<UUID> FAILING = ConcurrentHashMap.newKeySet();

    private final HolderRegistry registry;
    private final HolderOrders orders;

    RecordingService(HolderRegistry registry, HolderOrders orders) {
        this.registry = registry;
        this.orders = orders;
    }

    @Incoming("test-holder")
    @Blocking
    public void holder(ConsumerRecords<String, byte[]> records) {
        registry.take(records);
    }

    @Incoming("test-holder-ack")
    @Blocking
    public void ack(ConsumerRecords<String, byte[]> records) {
        orders.takeAcks(records);
    }

    static List<String> told(UUID orderId) {
        return TOLD.stream()
                .filter(line -> line.startsWith(orderId.toString()))
                .map(line -> line.substring(37))
                .toList();
    }

    private static void tell(HolderOrder order, String what) {
        if (FAILING.contains(order.id())) {
            throw new IllegalStateException("the service cannot take it for now");
        }
        TOLD.add(order.id() + " " + what + " " + order.status());
    }

    @Override
    public void confirmed(HolderOrder order) {
        tell(order, "confirmed");
    }

    @Override
    public void exempt(HolderOrder order) {
        tell(order, "exempt");
    }

    @Override
    public void rejected(HolderOrder order) {
        tell(order, "rejected");
    }

    @Override
    public void overdue(HolderOrder order) {
        tell(order, "overdue");
    }

    @Override
    public void escalated(HolderOrder order) {
        tell(order, "escalated");
    }

    @Override
    public void requested(HolderOrder order) {
        tell(order, "requested");
    }

    @Override
    public void backupRefreshed(String holderId, Instant refreshedAt) {
        TOLD.add(holderId + " backupRefreshed " + refreshedAt);
    }

    @Override
    public void restoreStarted(String holderId, Instant backupTakenAt) {
        TOLD.add(holderId + " restoreStarted " + backupTakenAt);
    }

    @Override
    public void take(HolderOrder order, Map<String, List<JsonNode>> data) {
        DATA.put(order.id(), data);
    }

    @Override
    public boolean isWhatWasTaken(HolderOrder order, Map<String, List<JsonNode>> data) {
        return data.equals(DATA.get(order.id()));
    }

    @Override
    public String store(HolderOrder order, InputStream json) throws IOException {
        String reference = "stored-" + UUID.randomUUID();
        STORED.put(reference, json.readAllBytes());
        return reference;
    }

    @Override
    public void attach(HolderOrder order, String reference) {
        ATTACHED.add(order.id());
    }

    @Override
    public void discard(HolderOrder order, String reference) {
        STORED.remove(reference);
    }

    @Override
    public List<OrderCorrection> corrections(HolderOrder order) {
        return List.of(new OrderCorrection(order.categories().getFirst(), "1 Invented Street"));
    }
}
