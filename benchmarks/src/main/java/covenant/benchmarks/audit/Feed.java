package covenant.benchmarks.audit;

import covenant.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Events of the usual size and spread, as fast as Kafka takes them. For one thread. */
final class Feed implements AutoCloseable {

    /** Events per person: a log about few persons would flatter, because each needs a key of its own. */
    static final int PER_PERSON = 10;

    private static final String PAYLOAD =
            "{\"consentId\":\"%s\",\"purpose\":\"PERSONALISATION\",\"categories\":[\"device.info\",\"service.usage\"],"
                    + "\"separate\":true,\"policyVersion\":\"1\",\"policySha256\":\"%064x\",\"method\":\"CLICK\",\"channel\":\"APP\",\"locale\":\"zh-CN\"}";

    private final KafkaProducer<String, String> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long sent;

    Feed(int port) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + port,
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        "batch.size",
                        256 * 1024,
                        "buffer.memory",
                        64L * 1024 * 1024),
                new StringSerializer(),
                new StringSerializer());
    }

    static String person(long number) {
        return "bench." + number;
    }

    /** How many were sent so far. */
    long sent() {
        return sent;
    }

    /** Sends that many more, and returns when Kafka has them all. */
    void send(long events) {
        for (long i = 0; i < events; i++) {
            send();
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("Kafka did not take an event", failed);
        }
    }

    private void send() {
        UUID id = new UUID(0x0BE2C4000000000L, sent);
        String person = person(sent / PER_PERSON);
        ProducerRecord<String, String> record =
                new ProducerRecord<>(Topic.CONSENT.topicName(), person, PAYLOAD.formatted(id, sent));
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", id.toString());
        header(record, "ce_type", "covenant.ConsentGranted");
        header(record, "ce_source", "/consent-service");
        header(record, "ce_subject", person);
        header(
                record,
                "ce_time",
                Instant.EPOCH.plusSeconds(1_780_000_000L + sent).toString());
        header(record, "ce_correlationid", id.toString());
        sent++;
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    private static void header(ProducerRecord<String, String> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
