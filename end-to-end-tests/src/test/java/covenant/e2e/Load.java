package covenant.e2e;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.client.Unanswered;
import covenant.local.stack.Service;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writers that go on while services die, each as a careful client: an act without an answer is repeated under the same Idempotency-Key until it is
 * acknowledged. Every act is for a person of its own.
 */
final class Load implements AutoCloseable {

    /** What a writer does over and over. */
    enum Kind {
        CONSENT(Service.CONSENT),
        CLOSURE(Service.RETENTION),
        REQUEST(Service.DATA_SUBJECT_REQUEST),
        CONTACT_POINTS(Service.NOTIFICATION),
        FACT(Service.AUDIT);

        private final Service service;

        Kind(Service service) {
            this.service = service;
        }
    }

    /** Light: what follows asks for every act one by one. */
    private static final java.time.Duration PAUSE = java.time.Duration.ofMillis(200);

    private final Api api;
    private final String policyVersion;
    private final String policySha256;
    private final java.util.Map<Kind, Queue<String>> acknowledged = new java.util.EnumMap<>(Kind.class);
    private final List<Thread> writers;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopping;

    Load(Api api) {
        this.api = api;
        Answer policy = api.as(Role.BACKEND).get(Service.CONSENT, "/v1/policies/current");
        this.policyVersion = policy.at("/version");
        this.policySha256 = policy.at("/sha256");
        for (Kind kind : Kind.values()) {
            acknowledged.put(kind, new ConcurrentLinkedQueue<>());
        }
        this.writers = java.util.Arrays.stream(Kind.values())
                .map(kind -> Thread.ofVirtual().name("load-" + kind).start(() -> write(kind)))
                .toList();
    }

    /** The persons whose act was acknowledged. */
    List<String> acknowledged(Kind kind) {
        return List.copyOf(acknowledged.get(kind));
    }

    /** Waits until each writer got so many more acknowledgements. */
    void goOnFor(int more) {
        for (Kind kind : Kind.values()) {
            int wanted = acknowledged.get(kind).size() + more;
            Eventually.within(java.time.Duration.ofSeconds(60), () -> {
                Throwable broken = failure.get();
                if (broken != null) {
                    throw new AssertionError("A writer was refused", broken);
                }
                return acknowledged.get(kind).size() >= wanted;
            });
        }
    }

    private void write(Kind kind) {
        BiFunction<String, Api.Caller, Answer> act = act(kind);
        try {
            for (int number = 0; !stopping; number++) {
                String subject = "load-" + kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + number;
                insist(kind, subject, act);
                acknowledged.get(kind).add(subject);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (RuntimeException | AssertionError e) {
            failure.compareAndSet(null, e);
        }
    }

    private void insist(Kind kind, String subject, BiFunction<String, Api.Caller, Answer> act) {
        Api.Caller caller =
                api.as(Role.BACKEND).withIdempotencyKey(UUID.randomUUID().toString());
        while (true) {
            try {
                Answer answer = act.apply(subject, caller);
                if (answer.isSuccess()) {
                    return;
                }
                if (answer.status() != 503 && answer.status() != 409) {
                    throw new AssertionError(kind + " refused: " + answer.described());
                }
            } catch (Unanswered e) {
                // Killed under the call: whether it was stored is not known, so it is said again.
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private BiFunction<String, Api.Caller, Answer> act(Kind kind) {
        return switch (kind) {
            case CONSENT -> this::consent;
            case CLOSURE -> this::closure;
            case REQUEST -> (subject, caller) -> caller.post(kind.service, "/v1/requests", """
                        {"subjectId": "%s", "type": "ACCESS", "requester": "SELF", "channel": "APP"}""".formatted(subject));
            case CONTACT_POINTS ->
                (subject, caller) ->
                        caller.put(kind.service, "/v1/subjects/" + subject + "/contact-points", """
                        {"email": "%s@example.org", "locale": "en", "preferred": ["EMAIL"]}""".formatted(subject));
            case FACT -> (subject, caller) -> caller.post(kind.service, "/v1/entries", """
                        {"type": "LoadFact", "subjectId": "%s", "details": {}}""".formatted(subject));
        };
    }

    private Answer consent(String subject, Api.Caller caller) {
        return caller.post(Service.CONSENT, "/v1/consents", """
                {"subjectId": "%s", "policyVersion": "%s", "policySha256": "%s", "presentedAt": "2026-01-01T00:00:00Z",
                 "acceptedAt": "2026-01-01T00:00:00Z", "method": "CLICK", "channel": "APP", "appVersion": "1", "locale": "zh-CN",
                 "highlightedSectionsShown": [], "grants": [{"purpose": "SERVICE_DELIVERY", "decision": "GRANT"}]}""".formatted(subject, policyVersion, policySha256));
    }

    private Answer closure(String subject, Api.Caller caller) {
        Answer opened =
                api.as(Role.BACKEND).put(Service.RETENTION, "/v1/accounts/acc-" + subject, """
                {"subjectId": "%s", "openedAt": "2026-01-01T00:00:00Z"}""".formatted(subject));
        return opened.isSuccess()
                ? caller.post(Service.RETENTION, "/v1/accounts/acc-" + subject + "/closure", """
                        {"subjectId": "%s", "closedAt": "%s"}""".formatted(
                                subject, CLOSED_AT))
                : opened;
    }

    /** One instant for all, so that a repeated act says the same. */
    private static final Instant CLOSED_AT = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

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
        Throwable broken = failure.get();
        if (broken != null) {
            throw new AssertionError("A writer was refused", broken);
        }
    }
}
