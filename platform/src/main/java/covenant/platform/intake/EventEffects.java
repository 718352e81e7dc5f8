package covenant.platform.intake;

import covenant.contracts.Actor;
import covenant.contracts.Envelope;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import io.opentelemetry.context.Scope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The effect of a delivery and the mark that it was taken, in one transaction; whatever is thrown undoes both. */
@ApplicationScoped
class EventEffects {
    private final EventParser parser;
    private final Inbox inbox;
    private final CallContext calls;
    private final String service;

    EventEffects(
            EventParser parser,
            Inbox inbox,
            CallContext calls,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.parser = parser;
        this.inbox = inbox;
        this.calls = calls;
        this.service = service;
    }

    /** @return what came of it, for the metrics */
    String apply(Delivery delivery, Order order, EventHandler handler) {
        return QuarkusTransaction.requiringNew().call(() -> within(delivery, order, handler));
    }

    /** All of them or none. */
    List<String> applyAll(List<Delivery> deliveries, Order order, EventHandler handler) {
        return QuarkusTransaction.requiringNew()
                .call(() -> deliveries.stream()
                        .map(delivery -> traced(delivery, order, handler))
                        .toList());
    }

    String forget(String key, Consumer<String> forget) {
        QuarkusTransaction.requiringNew().run(() -> forget.accept(key));
        return "FORGOTTEN";
    }

    private String traced(Delivery delivery, Order order, EventHandler handler) {
        try (Scope trace = RecordTrace.of(delivery.record()).makeCurrent()) {
            return within(delivery, order, handler);
        }
    }

    private String within(Delivery delivery, Order order, EventHandler handler) {
        return calls.within(cause(delivery.event().envelope()), () -> {
            Inbox.Verdict verdict = inbox.take(delivery.record(), delivery.event(), order);
            if (verdict == Inbox.Verdict.APPLY) {
                handler.handle(delivery.event());
                Envelope envelope = delivery.event().envelope();
                if (order == Order.BY_VERSION && envelope.versioned()) {
                    applyParkedSuccessors(delivery.record().topic(), envelope, handler);
                }
            }
            return verdict.name();
        });
    }

    private void applyParkedSuccessors(String topic, Envelope applied, EventHandler handler) {
        String aggregate = applied.aggregateId();
        long version = applied.aggregateVersion() + 1;
        Optional<ConsumerRecord<String, byte[]>> next = inbox.unpark(topic, aggregate, version);
        while (next.isPresent()) {
            IncomingEvent parked = parser.parse(next.get());
            inbox.advance(topic, aggregate, version);
            calls.within(cause(parked.envelope()), () -> {
                handler.handle(parked);
                return true;
            });
            version++;
            next = inbox.unpark(topic, aggregate, version);
        }
    }

    private Cause cause(Envelope envelope) {
        String trace = CallContext.traceparent();
        return new Cause(
                envelope.correlationId(),
                envelope.eventId().toString(),
                Actor.system(service),
                trace == null ? envelope.traceparent() : trace);
    }
}
