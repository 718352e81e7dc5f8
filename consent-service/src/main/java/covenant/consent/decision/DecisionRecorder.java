package covenant.consent.decision;

import covenant.consent.exception.ExceptionUses;
import covenant.contracts.ConsentEvent.Decision;
import covenant.contracts.ConsentEvent.DecisionRecorded;
import covenant.contracts.ConsentEvent.ExceptionUsed;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Every denial and every use of an exception becomes an event, before the answer goes out; ordinary permits are counted by purpose
 * and category (requirements 0.6).
 */
@ApplicationScoped
class DecisionRecorder {
    private final Outbox outbox;
    private final ExceptionUses uses;
    private final MeterRegistry metrics;
    private final Map<Counted, Counter> counters = new ConcurrentHashMap<>();

    DecisionRecorder(Outbox outbox, ExceptionUses uses, MeterRegistry metrics) {
        this.outbox = outbox;
        this.uses = uses;
        this.metrics = metrics;
    }

    record Decided(Question question, Verdict verdict) {
        boolean isOrdinaryPermit() {
            return verdict instanceof Verdict.Permit p && p.exception() == null;
        }
    }

    /** Batches ask mostly the same of many persons: each counter is told once how many there were. */
    void count(List<Decided> permits) {
        Map<Counted, Integer> numbers = new HashMap<>();
        permits.forEach(d -> numbers.merge(Counted.of(d), 1, Integer::sum));
        numbers.forEach((counted, number) ->
                counters.computeIfAbsent(counted, this::counter).increment(number));
    }

    private record Counted(String purpose, String category) {
        static Counted of(Decided d) {
            return new Counted(d.question().purpose(), d.question().category());
        }
    }

    private Counter counter(Counted counted) {
        return metrics.counter(
                "covenant.decisions",
                "decision",
                "PERMIT",
                "purpose",
                counted.purpose(),
                "category",
                counted.category());
    }

    @Transactional
    void record(List<Decided> decided, Instant now) {
        List<EventDraft> drafts = new ArrayList<>();
        decided.forEach(d -> drafts.addAll(events(d, Ids.next(now), now)));
        outbox.appendAll(drafts);
        uses.record(decided.stream().flatMap(d -> use(d, now)).toList());
    }

    private static Stream<ExceptionUses.Use> use(Decided d, Instant now) {
        return d.verdict() instanceof Verdict.Permit p && p.exception() != null
                ? Stream.of(new ExceptionUses.Use(
                        p.exception(),
                        d.question().subjectId(),
                        d.question().purpose(),
                        d.question().category(),
                        now))
                : Stream.empty();
    }

    private static List<EventDraft> events(Decided d, UUID decisionId, Instant now) {
        Question q = d.question();
        return switch (d.verdict()) {
            case Verdict.Deny deny ->
                List.of(draft(
                        q,
                        deny.policyVersion(),
                        new DecisionRecorded(
                                decisionId,
                                Decision.DENY,
                                deny.code().name(),
                                null,
                                q.purpose(),
                                q.category(),
                                q.source(),
                                q.recipient(),
                                null,
                                null,
                                deny.policyVersion(),
                                now)));
            case Verdict.Permit p ->
                p.exception() == null
                        ? List.of()
                        : List.of(
                                draft(
                                        q,
                                        p.policyVersion(),
                                        new DecisionRecorded(
                                                decisionId,
                                                Decision.PERMIT,
                                                DecisionView.PERMITTED,
                                                p.basis(),
                                                q.purpose(),
                                                q.category(),
                                                q.source(),
                                                q.recipient(),
                                                null,
                                                p.exception().code(),
                                                p.policyVersion(),
                                                now)),
                                draft(
                                        q,
                                        p.policyVersion(),
                                        new ExceptionUsed(
                                                p.exception().id(),
                                                p.exception().code(),
                                                decisionId,
                                                q.purpose(),
                                                q.category(),
                                                p.exception().secret(),
                                                now)));
        };
    }

    /** Decisions have an order of their own: they do not hold up what changes the person's consents. */
    private static EventDraft draft(
            Question q, @org.jspecify.annotations.Nullable String version, covenant.contracts.ConsentEvent event) {
        return EventDraft.about(q.subjectId(), q.subjectId() + "/decisions", event)
                .policyVersion(version);
    }
}
