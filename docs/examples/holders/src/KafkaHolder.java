import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Obeys orders on Kafka. A fault ends it, and it goes on where it was when it is started again: let your platform do that. */
public final class KafkaHolder {
    private KafkaHolder() {}

    /** Arguments: its id, Kafka's address, the data-subject-request-service's, the directory of its records. */
    public static void main(String[] args) throws Exception {
        Records records = new Records(Path.of(args[3]));
        Map<String, Object> in = Map.of("bootstrap.servers", args[1], "group.id", args[0],
                "enable.auto.commit", false, "auto.offset.reset", "earliest");
        Map<String, Object> out = Map.of("bootstrap.servers", args[1], "acks", "all");
        try (var orders = new KafkaConsumer<>(in, new StringDeserializer(), new StringDeserializer());
                var answers = new KafkaProducer<>(out, new StringSerializer(), new StringSerializer())) {
            orders.subscribe(List.of("privacy.holder-order.v1"));
            while (true) {
                for (ConsumerRecord<String, String> message : orders.poll(Duration.ofSeconds(1))) {
                    Order order = new Order(String.valueOf(message.value()));
                    boolean ours = order.text("holderId").equals(args[0]);
                    String link = args[2] + "/v1/orders/" + order.text("orderId");
                    switch (ours ? new String(message.headers().lastHeader("ce_type").value(), UTF_8) : "") {
                        case "covenant.ErasureOrdered" ->
                            answers.send(ack("ErasureConfirmed", order, "," + Records.outcome(records.erase(order)))).get();
                        case "covenant.RestrictionOrdered" -> {
                            records.restrict(order);
                            answers.send(ack("RestrictionApplied", order, "")).get();
                        }
                        case "covenant.AccessOrdered", "covenant.CorrectionOrdered" -> // personal values go by REST
                            Rest.result(link, records.obey(new Order(Rest.get(link))));
                        default -> {} // not for us; an unknown kind stays open, and is escalated
                    }
                }
                orders.commitSync(); // only now: what was not answered comes again
            }
        }
    }

    private static ProducerRecord<String, String> ack(String event, Order order, String more) {
        String value = "{\"orderId\":\"%s\",\"holderId\":\"%s\"%s}".formatted(order.text("orderId"), order.text("holderId"), more);
        var message = new ProducerRecord<>("privacy.holder-ack.v1", order.person(), value);
        Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_type", "covenant." + event,
                        "ce_source", "/" + order.text("holderId"), "ce_subject", order.person(),
                        "ce_time", Instant.now().toString(), "content-type", "application/json")
                .forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        return message;
    }
}
