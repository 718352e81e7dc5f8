package covenant.platform.holder;

import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Looks after orders without an answer: overdue once, escalated once, sent again now and then. */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class OrderDeadlineSweep {
    private static final Logger LOG = Logger.getLogger(OrderDeadlineSweep.class);
    private static final int BATCH = 200;
    private static final int BATCHES = 50;
    private static final Duration AFTER_A_FAULT = Duration.ofMinutes(1);

    private final HolderOrderStore store;
    private final OrderDeadlines deadlines;
    private final OrderOutcomes outcomes;
    private final WebhookDeliveryStore deliveries;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final MeterRegistry metrics;

    OrderDeadlineSweep(
            HolderOrderStore store,
            OrderDeadlines deadlines,
            OrderOutcomes outcomes,
            WebhookDeliveryStore deliveries,
            Outbox outbox,
            CovenantClock clock,
            MeterRegistry metrics) {
        this.store = store;
        this.deadlines = deadlines;
        this.outcomes = outcomes;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(
            identity = "order-deadlines",
            every = "${covenant.orders.every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void scheduled() {
        sweep();
    }

    /** Takes every step that is due now, each order in its own transaction; returns how many orders were looked at. */
    int sweep() {
        int looked = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            List<UUID> due = store.dueForCheck(clock.now(), BATCH);
            due.forEach(this::check);
            looked += due.size();
            if (due.size() < BATCH) {
                break;
            }
        }
        return looked;
    }

    private void check(UUID id) {
        try {
            QuarkusTransaction.requiringNew().run(() -> take(id));
        } catch (RuntimeException e) {
            LOG.errorf("Deadline of order %s is looked at again in a minute: %s", id, ProblemMappers.describe(e));
            store.postponeCheck(id, clock.now().plus(AFTER_A_FAULT));
        }
    }

    private void take(UUID id) {
        Optional<HolderOrder> known = store.find(id);
        known.ifPresent(order -> outcomes.lockOwner(order.ownerId()));
        known.flatMap(order -> store.lockIfFree(id)).ifPresent(order -> step(order, clock.now()));
    }

    private void step(HolderOrder order, Instant now) {
        OrderDeadlines.Step step = deadlines.step(order, now);
        switch (step) {
            case NOTHING -> store.save(order);
            case OVERDUE -> {
                HolderOrder overdue = again(order.overdue(now), now);
                LOG.warnf("Order %s of %s is overdue", order.id(), order.holderId());
                outcomes.overdue(overdue);
            }
            case ESCALATE -> {
                HolderOrder escalated = order.escalated(now);
                store.save(escalated);
                LOG.warnf("Order %s of %s is escalated", order.id(), order.holderId());
                outcomes.escalated(escalated);
            }
            case REMIND -> again(order, now);
        }
        metrics.counter("covenant.orders.deadlines", "step", step.name()).increment();
    }

    /** Sends the order again: repeating it has no second effect at the holder. */
    private HolderOrder again(HolderOrder order, Instant now) {
        HolderOrder reminded = order.reminded(now);
        store.save(reminded);
        deliveries.insert(List.of(reminded), now);
        outbox.append(OrderEvents.draft(reminded));
        return reminded;
    }
}
