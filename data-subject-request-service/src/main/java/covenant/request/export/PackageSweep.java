package covenant.request.export;

import covenant.contracts.DsrEvent.Outcome;
import covenant.platform.crypto.SubjectKeys;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.order.DeliveryStore;
import covenant.request.request.Request;
import covenant.request.request.RequestState;
import covenant.request.request.Requests;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Builds packages that are due, each in a transaction of its own, and answers the person with it. */
@ApplicationScoped
class PackageSweep {
    private static final Logger LOG = Logger.getLogger(PackageSweep.class);
    private static final int BATCH = 20;
    private static final int LONGEST_BUILD_SECONDS = 3_600;

    private final PackageStore store;
    private final PackageBuilder builder;
    private final Requests requests;
    private final Answers answers;
    private final DeliveryStore deliveries;
    private final SubjectKeys keys;
    private final CovenantClock clock;
    private final Duration lifetime;
    private final Duration grace;

    PackageSweep(
            PackageStore store,
            PackageBuilder builder,
            Requests requests,
            Answers answers,
            DeliveryStore deliveries,
            SubjectKeys keys,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.request.package.lifetime") Duration lifetime,
            @ConfigProperty(name = "covenant.request.package.grace") Duration grace) {
        this.store = store;
        this.builder = builder;
        this.requests = requests;
        this.answers = answers;
        this.deliveries = deliveries;
        this.keys = keys;
        this.clock = clock;
        this.lifetime = lifetime;
        this.grace = grace;
    }

    @Scheduled(every = "{covenant.request.package.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onTime() {
        run();
    }

    /** Returns how many were built. */
    int run() {
        int built = 0;
        for (UUID id : store.candidates(clock.now(), BATCH)) {
            built += buildOrRetry(id) ? 1 : 0;
        }
        return built;
    }

    private boolean buildOrRetry(UUID id) {
        try {
            return QuarkusTransaction.requiringNew()
                    .timeout(LONGEST_BUILD_SECONDS)
                    .call(() -> build(id));
        } catch (RuntimeException e) {
            LOG.errorf(
                    "Package of request %s not built yet: %s", id, e.getClass().getName());
            QuarkusTransaction.requiringNew().run(() -> store.retryLater(id, clock.now()));
            return false;
        }
    }

    private boolean build(UUID id) {
        Request request = requests.lock(id);
        Optional<PackageStore.Row> claimed = store.claim(id, clock.now());
        if (claimed.isEmpty()) {
            return false;
        }
        if (!(request.state() instanceof RequestState.Executing) || keys.isShredded(request.subjectId())) {
            store.empty(id, PackageStore.Status.GONE);
            deliveries.delete(id);
            return false;
        }
        PackageStore.Row row = claimed.get();
        PackageBuilder.Built built = written(request, row.partial());
        store.empty(id, PackageStore.Status.DUE);
        Instant until = clock.now().plus(lifetime);
        store.ready(id, built.blobId(), clock.now(), until);
        answer(request, row.partial() && !built.missing().isEmpty(), built, until);
        return true;
    }

    private void answer(Request request, boolean partial, PackageBuilder.Built built, Instant until) {
        if (partial) {
            answers.partially(request, built.missing(), built.restricted(), Map.of(), until);
            return;
        }
        deliveries.delete(request.id());
        Outcome outcome = built.restricted().isEmpty() ? Outcome.FULL : Outcome.PARTIAL;
        answers.complete(request, outcome, built.restricted(), Map.of(), null, until);
    }

    private PackageBuilder.Built written(Request request, boolean partial) {
        try {
            return builder.build(request, partial);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what nobody could download any more by then; returns how many. */
    int deleteExpired(Instant now, int atMost) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<UUID> over = store.expired(now, now.minus(grace), atMost);
            over.forEach(id -> store.empty(
                    id,
                    store.find(id).map(PackageStore.Row::status).orElseThrow() == PackageStore.Status.TAKEN
                            ? PackageStore.Status.TAKEN
                            : PackageStore.Status.GONE));
            return over.size();
        });
    }
}
