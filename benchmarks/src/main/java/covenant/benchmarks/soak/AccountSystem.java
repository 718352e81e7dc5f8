package covenant.benchmarks.soak;

import covenant.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The company's systems as Kafka sees them: the one that closes accounts, and what a data holder answers. For many threads. */
final class AccountSystem implements AutoCloseable {

    private final KafkaProducer<String, String> producer;
    private final AtomicLong closed = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    AccountSystem(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
    }

    void close(String person, Instant at) {
        publish(Topic.ACCOUNT, person, "AccountClosed", "/account-system", at, """
                {"accountId": "acc-%s", "closedAt": "%s"}""".formatted(person, at));
        closed.incrementAndGet();
    }

    void publish(Topic topic, String key, String event, String source, Instant at, String json) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic.topicName(), key, json);
        Map.of(
                        "content-type",
                        "application/json",
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_type",
                        "covenant." + event,
                        "ce_source",
                        source,
                        "ce_subject",
                        key,
                        "ce_time",
                        at.toString())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    /** Accounts closed so far; throws when Kafka refused one. */
    long closed() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("Kafka did not take an event", failed);
        }
        return closed.get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
