package covenant.e2e;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.client.Unanswered;
import covenant.local.stack.Service;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writers that go on while services and servers die, each as a careful client: an act without an answer, or with the answer that it was not possible now,
 * is repeated under the same Idempotency-Key until it is acknowledged. Every act is for a person of its own. Any other answer breaks the load.
 */
final class Load implements AutoCloseable {

    /** What a writer does over and over. */
    enum Kind {
        CONSENT(Service.CONSENT),
        CLOSURE(Service.RETENTION),
        REQUEST(Service.DATA_SUBJECT_REQUEST),
        CONTACT_POINTS(Service.NOTIFICATION),
        FACT(Service.AUDIT);

        final Service service;

        Kind(Service service) {
            this.service = service;
        }
    }

    /** How long an act may take to be acknowledged, whatever happens to the servers meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Between two acts of a writer: light, because a machine that is busy enough shows the faults. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final AtomicInteger LOADS = new AtomicInteger();

    private final Api api;
    private final Acts acts;
    private final String name = "load" + LOADS.incrementAndGet();
    private final Map<Kind, Queue<String>> acknowledged = new EnumMap<>(Kind.class);
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Thread> writers;
    private volatile boolean stopping;

    private Load(Api api, Set<Kind> kinds) {
        this.api = api;
        this.acts = new Acts(api);
        for (Kind kind : kinds) {
            acknowledged.put(kind, new ConcurrentLinkedQueue<>());
        }
        this.writers = kinds.stream()
                .map(kind -> Thread.ofVirtual().name(name + "-" + kind).start(() -> write(kind)))
                .toList();
    }

    /** On all five services. */
    static Load on(Api api) {
        return on(api, EnumSet.allOf(Kind.class));
    }

    static Load on(Api api, Set<Kind> kinds) {
        return new Load(api, kinds);
    }

    /** What every person of this load has in the beginning of her name. */
    String name() {
        return name + "-";
    }

    Set<Kind> kinds() {
        return acknowledged.keySet();
    }

    /** The persons whose act was acknowledged. */
    List<String> acknowledged(Kind kind) {
        return List.copyOf(queue(kind));
    }

    /** How many acts were acknowledged so far. */
    int acknowledged() {
        return acknowledged.values().stream().mapToInt(Queue::size).sum();
    }

    /** How often an act got no answer, or the answer that it is not possible now. */
    int repeated() {
        return repeated.get();
    }

    /** Waits until each writer got so many more acknowledgements. */
    void goOnFor(int more) {
        Map<Kind, Integer> wanted = new EnumMap<>(Kind.class);
        kinds().forEach(kind -> wanted.put(kind, queue(kind).size() + more));
        Eventually.within(PATIENCE, () -> {
            refuseIfBroken();
            return kinds().stream().allMatch(kind -> queue(kind).size() >= wanted.getOrDefault(kind, 0));
        });
    }

    /** Lets the writers go on for a time. */
    void goOnFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Eventually.within(time.plusSeconds(30), () -> {
            refuseIfBroken();
            return System.nanoTime() >= end;
        });
    }

    private Queue<String> queue(Kind kind) {
        Queue<String> queue = acknowledged.get(kind);
        if (queue == null) {
            throw new IllegalArgumentException(kind + " is not part of this load");
        }
        return queue;
    }

    private void write(Kind kind) {
        try {
            for (int number = 0; !stopping; number++) {
                String subject = name() + kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + number;
                insist(kind, subject);
                queue(kind).add(subject);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (RuntimeException | AssertionError e) {
            failure.compareAndSet(null, e);
        }
    }

    private void insist(Kind kind, String subject) {
        Api.Caller caller =
                api.as(Role.BACKEND).withIdempotencyKey(UUID.randomUUID().toString());
        long limit = System.nanoTime() + PATIENCE.toNanos() * 4;
        while (true) {
            try {
                Answer answer = acts.act(kind, subject, caller);
                if (answer.isSuccess()) {
                    return;
                }
                if (answer.status() != 503 && answer.status() != 409) {
                    throw new AssertionError(kind + " refused: " + answer.described());
                }
                if (System.nanoTime() > limit) {
                    throw new AssertionError(kind + " is still refused: " + answer.described());
                }
            } catch (Unanswered e) {
                // Whether it was stored is not known, so it is said again.
            }
            repeated.incrementAndGet();
            LockSupport.parkNanos(100_000_000);
        }
    }

    private void refuseIfBroken() {
        Throwable broken = failure.get();
        if (broken != null) {
            throw new AssertionError("A writer was refused", broken);
        }
    }

    /** Lets each writer finish its act. */
    @Override
    public void close() {
        stopping = true;
        for (Thread writer : writers) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the writers stop", e);
            }
        }
        refuseIfBroken();
    }
}
