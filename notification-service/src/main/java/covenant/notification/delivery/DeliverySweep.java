package covenant.notification.delivery;

import covenant.notification.channel.Senders;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Claims what is due and hands it to {@link Courier}, several at once. Replicas share the work: a claimed delivery is leased,
 * and taken up by another one if its claimer dies. Single messages go before those of campaigns.
 */
@ApplicationScoped
class DeliverySweep {
    private static final Logger LOG = Logger.getLogger(DeliverySweep.class);
    /** Messages claimed at once for each that is handed over at the same time. */
    private static final int BATCH = 10;

    private static final Duration LEASE = Duration.ofSeconds(30);
    /** A courier starts no message that could outlast the lease: a sender takes 20 s at most. */
    private static final Duration START_WITHIN = Duration.ofSeconds(6);

    private final DeliveryStore deliveries;
    private final Courier courier;
    private final Senders senders;
    private final CovenantClock clock;
    private final int parallel;
    private final ExecutorService workers;
    private volatile boolean stopping;

    DeliverySweep(
            DeliveryStore deliveries,
            Courier courier,
            Senders senders,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.delivery.parallel", defaultValue = "8") int parallel) {
        this.deliveries = deliveries;
        this.courier = courier;
        this.senders = senders;
        this.clock = clock;
        this.parallel = parallel;
        this.workers = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().name("delivery-", 0).factory());
    }

    /** While one claim is carried out the next one is made ready. */
    @Scheduled(every = "{covenant.delivery.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Claim claim = next();
        while (!claim.deliveries().isEmpty()) {
            if (stopping) {
                courier.putBack(claim.deliveries());
                return;
            }
            List<Future<?>> running = start(claim);
            Claim after = next();
            running.forEach(DeliverySweep::await);
            claim = after;
        }
    }

    /** Sends one batch; returns how many were claimed. */
    int run(boolean campaigns) {
        Claim claim = claim(campaigns);
        start(claim).forEach(DeliverySweep::await);
        return claim.deliveries().size();
    }

    /** @param claimedAt by {@link System#nanoTime} */
    private record Claim(List<Delivery> deliveries, Baggage baggage, long claimedAt) {}

    private Claim next() {
        Claim single = claim(false);
        return single.deliveries().isEmpty() ? claim(true) : single;
    }

    private Claim claim(boolean campaigns) {
        long claimedAt = System.nanoTime();
        UUID lease = Ids.next(clock.now());
        List<Delivery> claimed = QuarkusTransaction.requiringNew()
                .call(() -> deliveries.claim(
                        campaigns, senders.busy(clock.now()), parallel * BATCH, lease, LEASE, clock.now()));
        return new Claim(claimed, courier.pack(claimed), claimedAt);
    }

    private List<Future<?>> start(Claim claim) {
        List<Future<?>> running = new ArrayList<>(claim.deliveries().size());
        for (Delivery delivery : claim.deliveries()) {
            running.add(workers.submit(() -> {
                if (System.nanoTime() - claim.claimedAt() < START_WITHIN.toNanos()) {
                    courier.carry(delivery, claim.baggage());
                } else {
                    courier.putBack(delivery);
                }
            }));
        }
        return running;
    }

    private static void await(Future<?> running) {
        try {
            running.get();
        } catch (ExecutionException e) {
            // The lease runs out and the delivery is claimed again; the cause names no person.
            LOG.warnf(
                    "A delivery could not be recorded: %s",
                    e.getCause() == null ? e : e.getCause().getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void stop() {
        stopping = true;
        workers.shutdown();
    }
}
