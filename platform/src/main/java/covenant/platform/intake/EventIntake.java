package covenant.platform.intake;

import covenant.contracts.Envelope;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.deadletter.DeadLetterHeaders;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.deadletter.DeadLetters;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.DatabaseAway;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The one way in for events. A consumer is one method:
 *
 * <pre>{@code
 * @Incoming("account")
 * @Blocking
 * void account(ConsumerRecord<String, byte[]> record) {
 *     intake.take(record, Order.BY_VERSION, this::apply);
 * }
 * }</pre>
 *
 * <p>Guarantees: the effect and the mark "taken" commit together; a second delivery has no second effect (R-ENV-3);
 * stale events are ignored and gaps wait (R-ENV-4); poison goes to the dead-letter topic and never blocks the partition
 * (R-ENV-5); when the database or the broker is away the delivery waits and is not lost.
 */
@ApplicationScoped
public class EventIntake {
    private static final Logger LOG = Logger.getLogger(EventIntake.class);
    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final EventParser parser;
    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final CallContext calls;
    private final MeterRegistry metrics;
    private final String service;
    private final CountDownLatch stopping = new CountDownLatch(1);

    EventIntake(
            EventParser parser,
            Inbox inbox,
            DeadLetters deadLetters,
            CallContext calls,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.parser = parser;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.calls = calls;
        this.metrics = metrics;
        this.service = service;
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    /** Takes one delivery; returns when it was applied, ignored, parked or dead-lettered. */
    @ActivateRequestContext
    public void take(ConsumerRecord<String, byte[]> record, Order order, EventHandler handler) {
        if (isRedriveForAnother(record)) {
            return;
        }
        try (Scope trace = RecordTrace.of(record).makeCurrent()) {
            IncomingEvent event;
            try {
                event = parser.parse(record);
            } catch (EventRejectedException e) {
                deadLetter(record, e.reason(), String.valueOf(e.getMessage()));
                return;
            }
            CallContext.logging(event.envelope().correlationId(), () -> attempt(record, event, order, handler));
        }
    }

    /** @return true, once it was applied or dead-lettered */
    private boolean attempt(ConsumerRecord<String, byte[]> record, IncomingEvent event, Order order, EventHandler h) {
        for (int failures = 0; ; ) {
            try {
                String outcome = calls.within(
                        cause(event.envelope()),
                        () -> QuarkusTransaction.requiringNew().call(() -> apply(record, event, order, h)));
                count(record.topic(), outcome);
                return true;
            } catch (EventRejectedException e) {
                deadLetter(record, e.reason(), String.valueOf(e.getMessage()));
                return true;
            } catch (RefusedException e) {
                deadLetter(
                        record,
                        DeadLetterReason.NOT_APPLICABLE,
                        e.refusal().code().name());
                return true;
            } catch (RuntimeException e) {
                boolean waits = infrastructureAway(e);
                failures += waits ? 0 : 1;
                LOG.warnf("Event of %s not applied yet: %s", record.topic(), ProblemMappers.describe(e));
                if (failures >= ATTEMPTS) {
                    deadLetter(record, DeadLetterReason.HANDLER_FAILED, rootClass(e));
                    return true;
                }
                pause(waits ? 5 : failures);
            }
        }
    }

    private String apply(
            ConsumerRecord<String, byte[]> record, IncomingEvent event, Order order, EventHandler handler) {
        Inbox.Verdict verdict = inbox.take(record, event, order);
        if (verdict == Inbox.Verdict.APPLY) {
            handler.handle(event);
            if (order == Order.BY_VERSION && event.envelope().versioned()) {
                applyParkedSuccessors(record.topic(), event.envelope(), handler);
            }
        }
        return verdict.name();
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

    /** A dead letter that cannot be written is tried until it can: else the message would be lost. */
    private void deadLetter(ConsumerRecord<String, byte[]> record, DeadLetterReason reason, String detail) {
        while (true) {
            try {
                deadLetters.send(record, reason, detail);
                count(record.topic(), "DEAD_LETTERED");
                return;
            } catch (DeadLetters.DeadLetterUnavailableException e) {
                LOG.warnf("Dead letter of %s waits: %s", record.topic(), ProblemMappers.describe(e));
                pause(5);
            }
        }
    }

    private boolean isRedriveForAnother(ConsumerRecord<String, byte[]> record) {
        String to = EventParser.header(record, DeadLetterHeaders.REDRIVE_TO);
        return to != null && !to.equals(service);
    }

    private Cause cause(Envelope envelope) {
        String trace = CallContext.traceparent();
        return new Cause(
                envelope.correlationId(),
                envelope.eventId().toString(),
                covenant.contracts.Actor.system(service),
                trace == null ? envelope.traceparent() : trace);
    }

    private void pause(int round) {
        long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(round, 5));
        try {
            if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The service stops; the event will be delivered again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The service stops; the event will be delivered again");
        }
    }

    /** Connection lost, resources, shutdown, serialisation or deadlock: not the event's fault, so it waits. */
    private static boolean infrastructureAway(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof DeadLetters.DeadLetterUnavailableException
                    || t instanceof covenant.platform.crypto.KeysUnavailableException) {
                return true;
            }
        }
        return DatabaseAway.orBusyIn(e);
    }

    private static String rootClass(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getName();
    }

    private void count(String topic, String outcome) {
        metrics.counter("covenant.events.taken", "topic", topic, "outcome", outcome)
                .increment();
    }
}
