package covenant.platform.holder;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.CovenantClock;
import covenant.platform.webhook.WebhookMessage;
import covenant.platform.webhook.WebhookResult;
import covenant.platform.webhook.WebhookSecret;
import covenant.platform.webhook.WebhookSender;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Posts orders to webhooks. Each holder has its own worker, so that a slow one holds up nobody else; a worker claims a few
 * deliveries with a lease, posts them outside of any transaction, and settles each.
 */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class WebhookDeliverySweep {
    private static final Logger LOG = Logger.getLogger(WebhookDeliverySweep.class);
    private static final int AT_ONCE = 8;
    private static final int EXPIRED_BATCH = 200;
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final WebhookDeliveryStore deliveries;
    private final HolderOrderStore orders;
    private final HolderRegistry registry;
    private final HolderCircuit circuit;
    private final WebhookSecrets secrets;
    private final WebhookSettlement settlement;
    private final CovenantClock clock;
    private final ObjectMapper json;
    private final WebhookSender sender;
    private final Duration lease;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    WebhookDeliverySweep(
            WebhookDeliveryStore deliveries,
            HolderOrderStore orders,
            HolderRegistry registry,
            HolderCircuit circuit,
            WebhookSecrets secrets,
            WebhookSettlement settlement,
            CovenantClock clock,
            ObjectMapper json,
            @ConfigProperty(name = "covenant.webhooks.connect-timeout", defaultValue = "5s") Duration connectTimeout,
            @ConfigProperty(name = "covenant.webhooks.timeout", defaultValue = "15s") Duration timeout,
            @ConfigProperty(name = "covenant.webhooks.allow-private") Optional<Boolean> allowPrivate,
            @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox) {
        this.deliveries = deliveries;
        this.orders = orders;
        this.registry = registry;
        this.circuit = circuit;
        this.secrets = secrets;
        this.settlement = settlement;
        this.clock = clock;
        this.json = json;
        this.sender = new WebhookSender(connectTimeout, timeout, allowPrivate.orElse(sandbox));
        this.lease = connectTimeout.plus(timeout).plus(MARGIN);
    }

    void onStop(@Observes ShutdownEvent stopping) {
        workers.shutdownNow();
        sender.close();
    }

    @Scheduled(
            identity = "webhook-deliveries",
            every = "${covenant.webhooks.every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void scheduled() {
        deliveries.expired(clock.now(), EXPIRED_BATCH).forEach(settlement::giveUp);
        startDue();
    }

    /** Starts a worker for each holder that has something due and none yet. */
    List<Future<?>> startDue() {
        return deliveries.holdersDue(clock.now()).stream()
                .filter(busy::add)
                .<Future<?>>map(holder -> workers.submit(() -> work(holder)))
                .toList();
    }

    private void work(String holderId) {
        try {
            boolean goOn = true;
            while (goOn && !Thread.currentThread().isInterrupted()) {
                goOn = deliverSome(holderId);
            }
        } catch (RuntimeException e) {
            LOG.warnf("Deliveries to %s go on later: %s", holderId, ProblemMappers.describe(e));
        } finally {
            busy.remove(holderId);
        }
    }

    /** Posts one batch; true when there may be more and the holder took all of it. */
    private boolean deliverSome(String holderId) {
        Optional<Holder> holder = registry.find(holderId);
        List<WebhookDelivery> claimed = QuarkusTransaction.requiringNew().call(() -> claim(holderId));
        if (claimed.isEmpty() || holder.isEmpty()) {
            return false;
        }
        List<WebhookSecret> keys = secrets.of(holderId);
        List<Future<Boolean>> sent = claimed.stream()
                .map(delivery -> workers.submit(() -> deliver(delivery, holder.get(), keys)))
                .toList();
        boolean all = true;
        for (Future<Boolean> one : sent) {
            all &= await(one);
        }
        return all;
    }

    private List<WebhookDelivery> claim(String holderId) {
        Instant now = clock.now();
        Instant leaseEnd = now.plus(lease);
        int admitted = circuit.admitted(holderId, AT_ONCE, now, leaseEnd);
        return admitted == 0 ? List.of() : deliveries.claim(holderId, admitted, now, leaseEnd);
    }

    private boolean deliver(WebhookDelivery delivery, Holder holder, List<WebhookSecret> keys) {
        Optional<HolderOrder> order =
                orders.find(delivery.orderId()).filter(o -> o.status().isOpen());
        if (order.isEmpty()) {
            return true;
        }
        WebhookMessage message = new WebhookMessage(delivery.messageId(), WebhookBody.of(order.get(), json));
        WebhookResult result = sender.send(holder.url(), message, keys);
        settlement.settle(delivery, result);
        return result instanceof WebhookResult.Delivered;
    }

    private static boolean await(Future<Boolean> one) {
        try {
            return one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            LOG.warnf("A delivery is tried again after its lease: %s", ProblemMappers.describe(e));
            return false;
        }
    }
}
