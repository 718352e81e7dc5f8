package covenant.local.client;

import covenant.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Kafka as a company's own systems use it: publishes facts, and sees every event since this was opened. For one thread. */
public final class Events implements AutoCloseable {

    private final Function<String, Map<String, Object>> publishing;
    private final Map<Map<String, Object>, KafkaProducer<String, String>> producers = new HashMap<>();
    private final KafkaConsumer<String, String> consumer;
    private final List<Fact> seen = new ArrayList<>();

    public Events(int port) {
        this(Map.of("bootstrap.servers", "127.0.0.1:" + port), topic -> Map.of());
    }

    /**
     * @param connection of one who may read everything
     * @param publishing what is different for one who publishes on that topic
     */
    public Events(Map<String, Object> connection, Function<String, Map<String, Object>> publishing) {
        this.publishing = topic -> with(connection, publishing.apply(topic));
        consumer = new KafkaConsumer<>(
                with(connection, Map.of("enable.auto.commit", false, "max.poll.records", 5_000)),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            for (String name : List.of(topic.topicName(), topic.deadLetterTopicName())) {
                consumer.partitionsFor(name).forEach(info -> all.add(new TopicPartition(name, info.partition())));
            }
        }
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
    }

    private static Map<String, Object> with(Map<String, Object> settings, Map<String, Object> others) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(others);
        return all;
    }

    private KafkaProducer<String, String> producer(String topic) {
        return producers.computeIfAbsent(
                with(
                        publishing.apply(topic),
                        Map.of("acks", "all", "max.request.size", 4 * 1024 * 1024, "max.block.ms", 15_000)),
                settings -> new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
    }

    /**
     * Publishes a CloudEvent as another system would.
     *
     * @param at when it happened
     * @return the event's id
     */
    public String publish(Topic topic, String key, String event, Instant at, String source, String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        String id = UUID.randomUUID().toString();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_type", "covenant." + event);
        headers.put("ce_source", source);
        headers.put("ce_subject", key);
        headers.put("ce_time", at.toString());
        publishRaw(topic.topicName(), key, json, headers);
        return id;
    }

    /** Publishes exactly this. */
    public RecordMetadata publishRaw(
            String topic, @Nullable String key, @Nullable String value, Map<String, String> headers) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            return producer(topic).send(record).get();
        } catch (ExecutionException e) {
            throw new Unanswered("Kafka did not take a record for " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while publishing to " + topic, e);
        }
    }

    /** The first event since the opening, on the topic, that satisfies the condition; waits for it. */
    public Optional<Fact> await(Topic topic, Duration atMost, Predicate<Fact> condition) {
        return await(topic.topicName(), atMost, condition);
    }

    /** The same for a topic's dead-letter queue, or any of the platform's topics by name. */
    public Optional<Fact> await(String topic, Duration atMost, Predicate<Fact> condition) {
        return Poll.until(atMost, () -> all(topic).stream().filter(condition).findFirst());
    }

    /** Every event on the topic since the opening. */
    public List<Fact> all(String topic) {
        catchUp();
        return seen.stream().filter(fact -> fact.topic().equals(topic)).toList();
    }

    private void catchUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(fact(record)));
        }
    }

    private static Fact fact(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        return new Fact(record.topic(), record.partition(), record.offset(), record.key(), record.value(), headers);
    }

    @Override
    public void close() {
        producers.values().forEach(producer -> producer.close(Duration.ofSeconds(5)));
        consumer.close();
    }
}
