package covenant.platform.holder;

import covenant.platform.intake.EventIntake;
import covenant.platform.intake.Order;
import covenant.platform.outbox.Outbox;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Orders to data holders: places them, and takes their answers from Kafka. */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
public class HolderOrders {
    private final HolderOrderStore store;
    private final HolderRegistry registry;
    private final WebhookDeliveryStore deliveries;
    private final OrderAnswers answers;
    private final HolderAcks acks;
    private final EventIntake intake;
    private final Outbox outbox;
    private final CovenantClock clock;

    HolderOrders(
            HolderOrderStore store,
            HolderRegistry registry,
            WebhookDeliveryStore deliveries,
            OrderAnswers answers,
            HolderAcks acks,
            EventIntake intake,
            Outbox outbox,
            CovenantClock clock) {
        this.store = store;
        this.registry = registry;
        this.deliveries = deliveries;
        this.answers = answers;
        this.acks = acks;
        this.intake = intake;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Places one order; see {@link #placeAll}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public HolderOrder place(NewOrder order) {
        return placeAll(List.of(order)).getFirst();
    }

    /**
     * Places orders in the caller's transaction: their rows, an event each (whatever the transport: it is the audit trail
     * too), and a delivery for holders with a webhook. A holder that is not registered here yet gets the event.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<HolderOrder> placeAll(List<NewOrder> orders) {
        if (orders.isEmpty()) {
            return List.of();
        }
        Instant now = clock.now();
        Map<String, Holder> holders =
                registry.findAll(orders.stream().map(NewOrder::holderId).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Holder::id, Function.identity()));
        List<HolderOrder> placed = new ArrayList<>(orders.size());
        for (NewOrder order : orders) {
            placed.add(HolderOrder.place(order, Ids.next(now), holders.get(order.holderId()), now));
        }
        store.insert(placed);
        deliveries.insert(placed, now);
        outbox.appendAll(placed.stream().map(OrderEvents::draft).toList());
        return List.copyOf(placed);
    }

    public Optional<HolderOrder> find(UUID id) {
        return store.find(id);
    }

    /** Oldest first. */
    public List<HolderOrder> ofOwner(UUID ownerId) {
        return store.ofOwners(List.of(ownerId));
    }

    /** Owners without orders are not in the map. */
    public Map<UUID, List<HolderOrder>> ofOwners(Collection<UUID> ownerIds) {
        return store.ofOwners(ownerIds).stream().collect(Collectors.groupingBy(HolderOrder::ownerId));
    }

    /** Oldest first. */
    public Page<HolderOrder> ofHolder(String holderId, @Nullable OrderStatus status, PageRequest page) {
        return store.ofHolder(holderId, status, page);
    }

    /**
     * Ends the owner's open orders: nothing is sent any more and later answers change nothing. What a holder already has is
     * not called back.
     *
     * @return the orders that were cancelled
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<HolderOrder> cancelOpen(UUID ownerId) {
        List<HolderOrder> cancelled = new ArrayList<>();
        for (HolderOrder known : ofOwner(ownerId)) {
            answers.lock(known.id())
                    .filter(order -> order.status().isOpen())
                    .map(HolderOrder::cancelled)
                    .ifPresent(order -> {
                        store.save(order);
                        cancelled.add(order);
                    });
        }
        return List.copyOf(cancelled);
    }

    /** Takes answers; for the service's consumer of {@code privacy.holder-ack.v1}. */
    public void takeAcks(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, acks::apply);
    }
}
