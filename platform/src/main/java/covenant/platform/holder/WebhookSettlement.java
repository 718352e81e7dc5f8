package covenant.platform.holder;

import covenant.platform.time.CovenantClock;
import covenant.platform.webhook.Backoff;
import covenant.platform.webhook.WebhookResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Writes down what became of an attempt. A 2xx means received, never done; after 72 hours without one: escalated. */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class WebhookSettlement {
    private static final Logger LOG = Logger.getLogger(WebhookSettlement.class);

    private final HolderOrderStore orders;
    private final OrderAnswers answers;
    private final WebhookDeliveryStore deliveries;
    private final HolderCircuit circuit;
    private final OrderOutcomes outcomes;
    private final CovenantClock clock;
    private final MeterRegistry metrics;
    private final Backoff backoff;

    WebhookSettlement(
            HolderOrderStore orders,
            OrderAnswers answers,
            WebhookDeliveryStore deliveries,
            HolderCircuit circuit,
            OrderOutcomes outcomes,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "covenant.webhooks.first-retry", defaultValue = "5s") Duration firstRetry) {
        this.orders = orders;
        this.answers = answers;
        this.deliveries = deliveries;
        this.circuit = circuit;
        this.outcomes = outcomes;
        this.clock = clock;
        this.metrics = metrics;
        this.backoff = new Backoff(firstRetry);
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void settle(WebhookDelivery delivery, WebhookResult result) {
        answers.lock(delivery.orderId()).ifPresent(order -> {
            switch (result) {
                case WebhookResult.Delivered delivered -> delivered(delivery, order);
                case WebhookResult.Failed failed -> failed(delivery, order, failed);
            }
        });
    }

    /** The time ran out while the holder's circuit was open. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void giveUp(WebhookDelivery delivery) {
        answers.lock(delivery.orderId()).ifPresent(order -> giveUp(delivery, order));
    }

    private void delivered(WebhookDelivery delivery, HolderOrder order) {
        circuit.succeeded(delivery.holderId());
        count("DELIVERED");
        if (deliveries.remove(delivery) && order.status() == OrderStatus.PENDING) {
            HolderOrder requested = order.delivered();
            orders.save(requested);
            outcomes.requested(requested);
        }
    }

    private void failed(WebhookDelivery delivery, HolderOrder order, WebhookResult.Failed failed) {
        Instant now = clock.now();
        circuit.failed(delivery.holderId(), now);
        count(failed.reason());
        if (now.isBefore(delivery.giveUpAt())) {
            Duration pause = backoff.pause(delivery.attempts(), failed.retryAfter(), ThreadLocalRandom.current());
            deliveries.tryAgainAt(delivery, now.plus(pause), failed.reason());
        } else {
            giveUp(delivery, order);
        }
    }

    private void giveUp(WebhookDelivery delivery, HolderOrder order) {
        if (!deliveries.remove(delivery) || !order.status().isOpen() || order.escalatedAt() != null) {
            return;
        }
        LOG.warnf("Order %s could not be delivered to %s and is escalated", order.id(), order.holderId());
        HolderOrder escalated = order.escalated(clock.now());
        orders.save(escalated);
        outcomes.escalated(escalated);
    }

    private void count(String outcome) {
        metrics.counter("covenant.orders.webhooks", "outcome", outcome).increment();
    }
}
