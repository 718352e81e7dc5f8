package covenant.platform.deadletter;

import covenant.platform.outbox.EventProducer;
import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts what cannot be taken into {@code <topic>.dlq}, with its headers and the reason. Returns only when the broker has
 * acknowledged, so that the original may be committed.
 */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final EventProducer producer;
    private final CovenantClock clock;
    private final MeterRegistry metrics;
    private final String service;

    DeadLetters(
            EventProducer producer,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.producer = producer;
        this.clock = clock;
        this.metrics = metrics;
        this.service = service;
    }

    /**
     * @param detail what was wrong, without any value of the message
     * @throws DeadLetterUnavailableException when the broker does not acknowledge: the caller must not commit
     */
    public void send(ConsumerRecord<String, byte[]> original, DeadLetterReason reason, String detail) {
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(original.topic() + ".dlq", original.key(), original.value());
        for (Header header : original.headers()) {
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)
                    && !header.key().equals(DeadLetterHeaders.REDRIVE_TO)) {
                letter.headers().add(header);
            }
        }
        add(letter, DeadLetterHeaders.REASON, reason.name());
        add(letter, DeadLetterHeaders.DETAIL, detail);
        add(letter, DeadLetterHeaders.TOPIC, original.topic());
        add(letter, DeadLetterHeaders.PARTITION, Integer.toString(original.partition()));
        add(letter, DeadLetterHeaders.OFFSET, Long.toString(original.offset()));
        add(letter, DeadLetterHeaders.CONSUMER, service);
        add(letter, DeadLetterHeaders.AT, clock.now().toString());
        await(letter);
        metrics.counter("covenant.dead.letters", "topic", original.topic(), "reason", reason.name())
                .increment();
        LOG.warnf(
                "Dead letter: %s-%d@%d %s (%s)",
                original.topic(), original.partition(), original.offset(), reason, detail);
    }

    private void await(ProducerRecord<String, byte[]> letter) {
        try {
            producer.send(letter).get();
        } catch (ExecutionException e) {
            throw new DeadLetterUnavailableException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadLetterUnavailableException(e);
        }
    }

    private static void add(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The dead-letter topic did not take the message; the delivery is tried again. */
    public static final class DeadLetterUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeadLetterUnavailableException(@Nullable Throwable cause) {
            super("dead-letter topic not available", cause);
        }
    }
}
