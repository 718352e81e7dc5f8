package covenant.platform.intake;

import covenant.contracts.Actor;
import covenant.contracts.Envelope;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import io.opentelemetry.context.Scope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The effects of deliveries and the marks that they were taken, in one transaction; whatever is thrown undoes all that was written to the database.
 */
@ApplicationScoped
class EventEffects {
    private final EventParser parser;
    private final Inbox inbox;
    private final AggregatePositions positions;
    private final ParkedEventStore park;
    private final CallContext calls;
    private final String service;

    EventEffects(
            EventParser parser,
            Inbox inbox,
            AggregatePositions positions,
            ParkedEventStore park,
            CallContext calls,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.parser = parser;
        this.inbox = inbox;
        this.positions = positions;
        this.park = park;
        this.calls = calls;
        this.service = service;
    }

    /** What came of a delivery, for the metrics. */
    enum Outcome {
        APPLY,
        DUPLICATE,
        STALE,
        PARKED,
        FORGOTTEN
    }

    /** All of them, of one topic, or none. */
    List<Outcome> apply(List<Delivery> deliveries, Order order, EventHandler handler) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Group group = new Group(deliveries, order, handler);
            List<Outcome> outcomes = deliveries.stream().map(group::take).toList();
            group.positions.save();
            return outcomes;
        });
    }

    Outcome forget(String key, Consumer<String> forget) {
        QuarkusTransaction.requiringNew().run(() -> forget.accept(key));
        return Outcome.FORGOTTEN;
    }

    /** What is known of its deliveries before the first is applied, and changes as they are. */
    private final class Group {
        private final EventHandler handler;
        private final Set<UUID> fresh;
        private final AggregatePositions.Locked positions;
        private final Set<ParkedEventStore.Place> parked;
        private final boolean byVersion;

        Group(List<Delivery> deliveries, Order order, EventHandler handler) {
            this.handler = handler;
            this.fresh = inbox.take(deliveries);
            this.byVersion = order == Order.BY_VERSION;
            Set<UUID> seen = new HashSet<>();
            List<Delivery> ordered = deliveries.stream()
                    .filter(delivery -> isOrdered(delivery) && fresh.contains(delivery.id()) && seen.add(delivery.id()))
                    .toList();
            this.positions = EventEffects.this.positions.lock(ordered);
            this.parked = ordered.isEmpty()
                    ? Set.of()
                    : park.of(
                            ordered.getFirst().record().topic(),
                            ordered.stream().map(Group::aggregate).distinct().toList());
        }

        private static String aggregate(Delivery delivery) {
            return delivery.envelope().aggregateId();
        }

        private boolean isOrdered(Delivery delivery) {
            return byVersion && delivery.envelope().versioned();
        }

        Outcome take(Delivery delivery) {
            try (Scope trace = RecordTrace.of(delivery.record()).makeCurrent()) {
                return calls.within(cause(delivery.envelope()), () -> outcome(delivery));
            }
        }

        private Outcome outcome(Delivery delivery) {
            if (!fresh.remove(delivery.id())) {
                inbox.requireSamePayload(delivery);
                return Outcome.DUPLICATE;
            }
            if (!isOrdered(delivery)) {
                handler.handle(delivery.event());
                return Outcome.APPLY;
            }
            long version = delivery.envelope().aggregateVersion();
            long last = positions.of(aggregate(delivery));
            if (version <= last) {
                inbox.outcome(delivery, "IGNORED_STALE");
                return Outcome.STALE;
            }
            if (version > last + 1) {
                inbox.outcome(delivery, "PARKED");
                park.park(delivery.record(), delivery.event());
                parked.add(new ParkedEventStore.Place(aggregate(delivery), version));
                return Outcome.PARKED;
            }
            positions.advance(aggregate(delivery), version);
            handler.handle(delivery.event());
            applyParkedSuccessors(delivery.record().topic(), aggregate(delivery), version + 1);
            return Outcome.APPLY;
        }

        private void applyParkedSuccessors(String topic, String aggregate, long from) {
            var place = new ParkedEventStore.Place(aggregate, from);
            while (parked.remove(place)) {
                IncomingEvent next = parser.parse(park.unpark(topic, place));
                positions.advance(aggregate, place.version());
                calls.within(cause(next.envelope()), () -> {
                    handler.handle(next);
                    return true;
                });
                place = new ParkedEventStore.Place(aggregate, place.version() + 1);
            }
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
