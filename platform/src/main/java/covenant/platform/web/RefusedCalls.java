package covenant.platform.web;

import covenant.contracts.Actor;
import covenant.contracts.AuditEvent;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Every refused call becomes an audit entry, by an event in the outbox. The queue is bounded: a flood of refused calls
 * must not become a flood of writes; what does not fit is counted in {@code covenant_refused_calls_dropped_total}.
 */
@ApplicationScoped
class RefusedCalls {
    private static final Logger LOG = Logger.getLogger(RefusedCalls.class);
    private static final int WAITING_AT_MOST = 2_000;
    private static final int BATCH = 100;

    /** A call that was refused; the route is the template, never the path with its ids. */
    record Call(String route, String method, int status, String code, List<String> roles, Actor actor) {}

    private record Waiting(Call call, Instant at, Cause cause) {}

    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_AT_MOST);
    private final Outbox outbox;
    private final CallContext calls;
    private final CovenantClock clock;
    private final Counter dropped;
    private final String service;
    private final Thread writer = new Thread(this::run, "refused-calls");
    private volatile boolean running;

    RefusedCalls(
            Outbox outbox,
            CallContext calls,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.outbox = outbox;
        this.calls = calls;
        this.clock = clock;
        this.service = service;
        this.dropped = Counter.builder("covenant.refused.calls.dropped")
                .description("Refused calls that were too many to record one by one")
                .register(metrics);
    }

    void onStart(@Observes StartupEvent event) {
        running = true;
        writer.setDaemon(true);
        writer.start();
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        writer.join(3_000);
    }

    void record(Call call) {
        Cause cause = new Cause(newId(), null, call.actor(), CallContext.traceparent());
        if (!queue.offer(new Waiting(call, clock.now(), cause))) {
            dropped.increment();
        }
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        while (running || !queue.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                }
                List<Waiting> writing = List.copyOf(batch);
                QuarkusTransaction.requiringNew().run(() -> writing.forEach(this::write));
                batch.clear();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warnf("Refused calls not recorded yet: %s", ProblemMappers.describe(e));
                if (!running || !pause()) {
                    return;
                }
            }
        }
    }

    private void write(Waiting waiting) {
        Call call = waiting.call();
        calls.within(
                waiting.cause(),
                () -> outbox.append(EventDraft.of(
                                service + "-refusals-" + newId(),
                                new AuditEvent.CallRefused(
                                        call.route(),
                                        call.method(),
                                        call.status(),
                                        call.code(),
                                        call.roles(),
                                        null,
                                        waiting.at()))
                        .key(service + "-refusals")
                        .occurredAt(waiting.at())));
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String newId() {
        UUID id = Ids.next(Instant.ofEpochMilli(System.currentTimeMillis()));
        return id.toString();
    }
}
