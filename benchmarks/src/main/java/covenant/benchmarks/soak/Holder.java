package covenant.benchmarks.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.CloudEventHeaders;
import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The one system that holds data of these persons: it confirms every erasure that it is ordered to carry out. */
final class Holder implements AutoCloseable {

    private static final String ID = "soak-core";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AccountSystem kafka;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private volatile boolean running = true;

    Holder(Stack stack, AccountSystem kafka) {
        register(new Api(stack.ports(), stack.keys()));
        this.kafka = kafka;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.kafka().bootstrapServers(),
                        "group.id",
                        ID,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topic.HOLDER_ORDER.topicName()));
        thread = Thread.ofPlatform().daemon().name("holder").start(this::run);
    }

    private static void register(Api api) {
        Answer answer = api.asStrongly(Role.OPS).put(Service.CONSENT, "/v1/holders/" + ID, """
                {"name": "Core", "contact": "core@example.com", "kind": "INTERNAL", "country": "CN", "transport": "KAFKA",
                 "categories": ["basic.name", "financial.bank_card"], "purposes": ["REAL_NAME_VERIFICATION"], "backupMaxAge": "P30D"}""");
        if (!answer.isSuccess()) {
            throw new IllegalStateException(answer.described());
        }
    }

    private void run() {
        try (consumer) {
            while (running) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::confirm);
            }
        }
    }

    private void confirm(ConsumerRecord<String, byte[]> order) {
        try {
            JsonNode json = JSON.readTree(order.value());
            var type = order.headers().lastHeader(CloudEventHeaders.TYPE);
            boolean erasure =
                    type != null && new String(type.value(), StandardCharsets.UTF_8).equals("covenant.ErasureOrdered");
            if (erasure && ID.equals(json.path("holderId").asText())) {
                kafka.publish(
                        Topic.HOLDER_ACK,
                        json.path("subjectId").asText(),
                        "ErasureConfirmed",
                        "/" + ID,
                        Instant.now(),
                        """
                        {"orderId": "%s", "holderId": "%s", "outcome": "ERASED", "records": 3}""".formatted(json.path("orderId").asText(), ID));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("An order that is not JSON", e);
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
