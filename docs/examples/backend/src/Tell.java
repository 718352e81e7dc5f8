import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells a fact of the company's own systems: a CloudEvent in binary mode, everything about it in headers, the fact itself in the value. */
public final class Tell {
    private Tell() {}

    /** Arguments: Kafka's address, topic, event, the system that tells, its own number of the fact, when it happened, subject, JSON. */
    public static void main(String[] args) throws Exception {
        String system = "/" + args[3];
        // The same fact has the same id, however often it is told: it is applied once.
        UUID id = UUID.nameUUIDFromBytes((system + "/" + args[2] + "/" + args[4]).getBytes(UTF_8));
        // The key keeps the order of what is told about one person.
        var message = new ProducerRecord<>(args[1], args[6], args[7]);
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_type", "covenant." + args[2],
                        "ce_source", system,
                        "ce_subject", args[6],
                        "ce_time", args[5],
                        "content-type", "application/json")
                .forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        Map<String, Object> settings = Map.of("bootstrap.servers", args[0], "acks", "all", "enable.idempotence", true);
        try (var kafka = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            kafka.send(message).get(); // done when Kafka has it; keep the fact in an outbox of yours until then
        }
    }
}
