package covenant.platform.holder;

import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Applies a holder's answer: lock, decide, save, tell the service. In the caller's transaction. */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class OrderAnswers {
    private static final Logger LOG = Logger.getLogger(OrderAnswers.class);

    private final HolderOrderStore store;
    private final OrderOutcomes outcomes;
    private final CovenantClock clock;
    private final MeterRegistry metrics;

    OrderAnswers(HolderOrderStore store, OrderOutcomes outcomes, CovenantClock clock, MeterRegistry metrics) {
        this.store = store;
        this.outcomes = outcomes;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * @param from the holder that answers
     * @param beforeConfirmed runs with the order's row locked, only when the answer confirms it
     * @return empty when there is no such order
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<OrderDecision> answer(UUID id, String from, HolderAnswer answer, Consumer<HolderOrder> beforeConfirmed) {
        return lock(id).map(order -> {
            OrderDecision decision = OrderDecider.answer(order, from, answer, clock.now());
            carryOut(order, decision, beforeConfirmed);
            return decision;
        });
    }

    /** The order with its row locked, after its owner's. */
    Optional<HolderOrder> lock(UUID id) {
        return store.find(id).flatMap(order -> {
            outcomes.lockOwner(order.ownerId());
            return store.lock(id);
        });
    }

    private void carryOut(HolderOrder before, OrderDecision decision, Consumer<HolderOrder> beforeConfirmed) {
        switch (decision) {
            case OrderDecision.Confirmed confirmed -> {
                outcomes.requireAcceptable(confirmed.order());
                beforeConfirmed.accept(before);
                store.save(confirmed.order());
                outcomes.confirmed(confirmed.order());
                count("CONFIRMED");
            }
            case OrderDecision.Exempted exempted -> {
                store.save(exempted.order());
                outcomes.exempt(exempted.order());
                count("EXEMPT");
            }
            case OrderDecision.Rejected rejected -> {
                store.save(rejected.order());
                outcomes.rejected(rejected.order());
                count("REJECTED");
            }
            case OrderDecision.Unchanged unchanged -> {
                count(unchanged.contradicts() ? "CONTRADICTS" : "AGAIN");
                if (unchanged.contradicts()) {
                    LOG.warnf("Order %s stays %s: its holder says something else now", before.id(), before.status());
                }
            }
            case OrderDecision.Refused refused -> count("REFUSED_" + refused.reason());
        }
    }

    private void count(String outcome) {
        metrics.counter("covenant.orders.answers", "outcome", outcome).increment();
    }
}
