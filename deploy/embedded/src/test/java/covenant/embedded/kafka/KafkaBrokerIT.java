package covenant.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.embedded.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaBrokerIT {

    @TempDir
    static Path directory;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        broker = started();
        Topics.ensure(broker.bootstrapServers(), TopicSpec.withDeadLetters("facts", "facts.dlq", false, 3));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static KafkaBroker started() {
        return KafkaBroker.start(
                new KafkaSettings(directory.resolve("kafka"), directory.resolve("kafka.log"), Ports.free()));
    }

    @Test
    @Order(1)
    void recordComesBack() throws Exception {
        send("facts", "s-1", "one");
        assertThat(readAll("facts", 1)).containsExactly("one");
    }

    @Test
    @Order(2)
    void acknowledgedRecordsSurviveKillNineAndAnotherPort() throws Exception {
        send("facts", "s-1", "two");
        broker.kill();
        broker = started();
        assertThat(readAll("facts", 2)).containsExactly("one", "two");
    }

    @Test
    @Order(3)
    void recordsSurviveAStop() throws Exception {
        broker.close();
        broker = started();
        assertThat(readAll("facts", 2)).containsExactly("one", "two");
    }

    @Test
    @Order(4)
    void deadLetterTopicTakesRecordsThatTheTopicRefuses() throws Exception {
        String large = "x".repeat(1_500_000);
        assertThatThrownBy(() -> send("facts", "s-1", large)).hasMessageContaining("larger than the max message size");
        send("facts.dlq", "s-1", large);
        assertThat(readAll("facts.dlq", 1)).containsExactly(large);
    }

    @Test
    @Order(5)
    void unknownTopicIsNotCreated() {
        assertThatThrownBy(() -> send("never.made", "k", "v")).hasMessageContaining("never.made");
    }

    private static void send(String topic, String key, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "max.request.size",
                        4_000_000,
                        "max.block.ms",
                        3_000),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static List<String> readAll(String topic, int expected) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "auto.offset.reset",
                        "earliest",
                        "group.id",
                        "reader-" + System.nanoTime()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<String> values = new ArrayList<>();
            Instant limit = Instant.now().plusSeconds(20);
            while (values.size() < expected && Instant.now().isBefore(limit)) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
