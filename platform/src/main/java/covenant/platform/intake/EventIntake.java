package covenant.platform.intake;

import covenant.contracts.CloudEventHeaders;
import covenant.platform.call.CallContext;
import covenant.platform.deadletter.DeadLetterHeaders;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.deadletter.DeadLetters;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.DatabaseAway;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one way in for events. A consumer is one method:
 *
 * <pre>{@code
 * @Incoming("account")
 * @Blocking
 * void account(ConsumerRecords<String, byte[]> records) {
 *     intake.take(records, Order.BY_VERSION, this::apply);
 * }
 * }</pre>
 *
 * <p>Guarantees: the effect and the mark "taken" commit together; a second delivery has no second effect (R-ENV-3);
 * stale events are ignored and gaps wait (R-ENV-4); poison goes to the dead-letter topic and never blocks the partition
 * (R-ENV-5); when the database or the broker is away the delivery waits and is not lost.
 *
 * <p>What waits is taken in {@link Groups}, one transaction each: after an outage it is worked off several times as fast. Where one of a group cannot be
 * applied, nothing of the group is, and each is tried alone.
 */
@ApplicationScoped
public class EventIntake {
    private static final Logger LOG = Logger.getLogger(EventIntake.class);
    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final EventParser parser;
    private final EventEffects effects;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final String service;
    private final Groups groups = new Groups();
    private final CountDownLatch stopping = new CountDownLatch(1);

    EventIntake(
            EventParser parser,
            EventEffects effects,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.parser = parser;
        this.effects = effects;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.service = service;
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    /** Takes deliveries of one topic; returns when each was applied, ignored, parked or dead-lettered. */
    public void take(Iterable<ConsumerRecord<String, byte[]>> records, Order order, EventHandler handler) {
        take(records, order, handler, null);
    }

    /** The same; what this service published itself passes by unread. */
    public void takeOthers(Iterable<ConsumerRecord<String, byte[]>> records, Order order, EventHandler handler) {
        String self = "/" + service;
        take(
                StreamSupport.stream(records.spliterator(), false)
                        .filter(record -> !self.equals(EventParser.header(record, CloudEventHeaders.SOURCE)))
                        .toList(),
                order,
                handler);
    }

    /**
     * The same for a compacted topic.
     *
     * @param forget what to do with the key of a record without a value, in a transaction of its own and as often as it is delivered; without it such a
     *     record is a dead letter
     */
    @ActivateRequestContext
    public void take(
            Iterable<ConsumerRecord<String, byte[]>> records,
            Order order,
            EventHandler handler,
            @Nullable Consumer<String> forget) {
        Deque<Delivery> deliveries = new ArrayDeque<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (isRedriveForAnother(record)) {
                continue;
            }
            if (forget != null && record.value() == null && record.key() != null) {
                takeAll(deliveries, order, handler);
                attempt(record, () -> effects.forget(record.key(), forget));
            } else {
                parse(record).ifPresent(deliveries::addLast);
            }
        }
        takeAll(deliveries, order, handler);
    }

    private Optional<Delivery> parse(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(new Delivery(record, parser.parse(record)));
        } catch (EventRejectedException e) {
            try (Scope trace = RecordTrace.of(record).makeCurrent()) {
                deadLetter(record, e.reason(), String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private void takeAll(Deque<Delivery> deliveries, Order order, EventHandler handler) {
        while (!deliveries.isEmpty()) {
            String topic = deliveries.getFirst().record().topic();
            List<Delivery> group = Groups.next(deliveries, groups.size(topic));
            long begin = System.nanoTime();
            boolean taken = group.size() > 1 && together(topic, group, order, handler);
            if (!taken) {
                group.forEach(delivery -> alone(delivery, order, handler));
            }
            if (taken || group.size() == 1) {
                groups.taken(topic, group.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            } else {
                groups.undone(topic, group.size());
            }
        }
    }

    private void alone(Delivery delivery, Order order, EventHandler handler) {
        try (Scope trace = RecordTrace.of(delivery.record()).makeCurrent()) {
            CallContext.logging(
                    delivery.envelope().correlationId(),
                    () -> attempt(
                            delivery.record(),
                            () -> effects.apply(List.of(delivery), order, handler)
                                    .getFirst()));
        }
    }

    /** @return false if nothing of it was applied: why shows when each is tried alone */
    private boolean together(String topic, List<Delivery> group, Order order, EventHandler handler) {
        try {
            effects.apply(group, order, handler).forEach(outcome -> count(topic, outcome.name()));
            return true;
        } catch (RuntimeException e) {
            LOG.debugf("%d events of %s are taken one by one: %s", group.size(), topic, ProblemMappers.describe(e));
            metrics.counter("covenant.events.groups.undone", "topic", topic).increment();
            return false;
        }
    }

    /** @return true, once it was done or dead-lettered */
    private boolean attempt(ConsumerRecord<String, byte[]> record, Supplier<EventEffects.Outcome> work) {
        for (int failures = 0; ; ) {
            try {
                count(record.topic(), work.get().name());
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
