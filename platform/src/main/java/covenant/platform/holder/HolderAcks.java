package covenant.platform.holder;

import covenant.contracts.Envelope;
import covenant.contracts.HolderAckEvent;
import covenant.contracts.HolderAckEvent.AccessDelivered;
import covenant.contracts.HolderAckEvent.AccessOutcome;
import covenant.contracts.HolderAckEvent.BackupRefreshed;
import covenant.contracts.HolderAckEvent.CorrectionApplied;
import covenant.contracts.HolderAckEvent.ErasureConfirmed;
import covenant.contracts.HolderAckEvent.OrderRejected;
import covenant.contracts.HolderAckEvent.RestoreStarted;
import covenant.contracts.HolderAckEvent.RestrictionApplied;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.intake.EventRejectedException;
import covenant.platform.intake.IncomingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Answers on {@code privacy.holder-ack.v1}. Two services read the topic: an order that is not known here is the other's, and
 * ignored. An answer of another holder than the order's is refused as dead letter (AC-34).
 */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class HolderAcks {
    private static final int CODE_LENGTH = 80;
    private static final int EVIDENCE_LENGTH = 500;

    private final OrderAnswers answers;
    private final OrderOutcomes outcomes;
    private final HolderOrderStore store;
    private final HolderRegistry registry;
    private final Instance<OrderDataSink> sink;
    private final MeterRegistry metrics;
    private final String service;

    HolderAcks(
            OrderAnswers answers,
            OrderOutcomes outcomes,
            HolderOrderStore store,
            HolderRegistry registry,
            Instance<OrderDataSink> sink,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.answers = answers;
        this.outcomes = outcomes;
        this.store = store;
        this.registry = registry;
        this.sink = sink;
        this.metrics = metrics;
        this.service = service;
    }

    void apply(IncomingEvent event) {
        Envelope envelope = event.envelope();
        Instant at = envelope.occurredAt();
        HolderAckEvent ack = (HolderAckEvent) event.payload();
        switch (ack) {
            case ErasureConfirmed e ->
                answer(
                        envelope,
                        e,
                        e.orderId(),
                        done(OrderKind.ERASURE, outcome(e), e.records(), or(e.erasedAt(), at)));
            case AccessDelivered a -> delivered(envelope, a, or(a.deliveredAt(), at));
            case CorrectionApplied c ->
                answer(envelope, c, c.orderId(), applied(OrderKind.CORRECTION, or(c.appliedAt(), at)));
            case RestrictionApplied r ->
                answer(envelope, r, r.orderId(), applied(OrderKind.RESTRICTION, or(r.appliedAt(), at)));
            case OrderRejected r -> answer(envelope, r, r.orderId(), rejection(r));
            case BackupRefreshed b -> {
                requireRegistered(envelope, b.holderId());
                outcomes.backupRefreshed(b.holderId(), b.refreshedAt());
            }
            case RestoreStarted r -> {
                requireRegistered(envelope, r.holderId());
                outcomes.restoreStarted(r.holderId(), r.backupTakenAt());
            }
        }
    }

    /** Without sealed data the data has to have come by REST before: the event alone delivers nothing. */
    private void delivered(Envelope envelope, AccessDelivered a, Instant at) {
        String sealed = a.sealedData();
        HolderAnswer answer = new HolderAnswer.Done(OrderKind.ACCESS, outcome(a), 0, at, sealed != null);
        answer(envelope, a, a.orderId(), answer, order -> {
            if (sealed != null && sink.isResolvable()) {
                sink.get().takeSealed(order, sealed);
            }
        });
    }

    private void answer(Envelope envelope, HolderAckEvent ack, UUID orderId, HolderAnswer answer) {
        answer(envelope, ack, orderId, answer, nothing -> {});
    }

    private void answer(
            Envelope envelope,
            HolderAckEvent ack,
            UUID orderId,
            HolderAnswer answer,
            Consumer<HolderOrder> beforeConfirmed) {
        Optional<HolderOrder> order = store.find(orderId);
        if (order.isEmpty() || isOwnEcho(envelope, ack)) {
            metrics.counter("covenant.orders.answers", "outcome", order.isEmpty() ? "NOT_OURS" : "ECHO")
                    .increment();
            return;
        }
        String named = ack.holderId() == null ? order.get().holderId() : ack.holderId();
        answers.answer(orderId, sender(envelope, named), answer, beforeConfirmed)
                .ifPresent(decision -> {
                    if (decision instanceof OrderDecision.Refused refused) {
                        throw new EventRejectedException(
                                DeadLetterReason.NOT_APPLICABLE,
                                refused.reason().detail());
                    }
                });
    }

    /** An answer that came by REST was published by this service for the audit: it has been applied. */
    private boolean isOwnEcho(Envelope envelope, HolderAckEvent ack) {
        return source(envelope).equals(service) && !service.equals(ack.holderId());
    }

    /** The holder that an event says it is from; a registered holder cannot speak in another one's name. */
    private String sender(Envelope envelope, String named) {
        String source = source(envelope);
        return source.equals(named) || registry.find(source).isEmpty() ? named : source;
    }

    private void requireRegistered(Envelope envelope, String holderId) {
        if (registry.find(holderId).isEmpty()
                || (!source(envelope).equals(service)
                        && !sender(envelope, holderId).equals(holderId))) {
            throw new EventRejectedException(
                    DeadLetterReason.NOT_APPLICABLE, "the holder is not registered, or another one speaks for it");
        }
    }

    private static String source(Envelope envelope) {
        return envelope.source().startsWith("/") ? envelope.source().substring(1) : envelope.source();
    }

    private static HolderAnswer done(OrderKind kind, OrderOutcome outcome, long records, Instant at) {
        return new HolderAnswer.Done(kind, outcome, records, at, false);
    }

    private static HolderAnswer applied(OrderKind kind, Instant at) {
        return done(kind, OrderOutcome.APPLIED, 0, at);
    }

    private static OrderOutcome outcome(ErasureConfirmed confirmed) {
        return switch (confirmed.outcome()) {
            case ERASED -> OrderOutcome.ERASED;
            case ANONYMISED -> OrderOutcome.ANONYMISED;
            case NOTHING_HELD -> OrderOutcome.NOTHING_HELD;
        };
    }

    private static OrderOutcome outcome(AccessDelivered delivered) {
        return delivered.outcome() == AccessOutcome.NOTHING_HELD ? OrderOutcome.NOTHING_HELD : OrderOutcome.DELIVERED;
    }

    private static Instant or(@Nullable Instant given, Instant otherwise) {
        return given == null ? otherwise : given;
    }

    private static HolderAnswer rejection(OrderRejected rejected) {
        String evidence = rejected.evidence();
        return new HolderAnswer.Rejection(
                cut(rejected.code(), CODE_LENGTH), evidence == null ? null : cut(evidence, EVIDENCE_LENGTH));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
