package covenant.testing;

import static java.util.Objects.requireNonNull;

import covenant.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Writes to topics and reads them back from their beginning, outside any consumer group. For one thread at a time. */
public final class KafkaTap implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, List<TapRecord>> read = new HashMap<>();

    /** A tap on the servers of this JVM's tests. */
    public KafkaTap() {
        this(SharedServers.bootstrapServers());
    }

    public KafkaTap(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "max.request.size", 4 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false, "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * Publishes a CloudEvent as another system would: a fresh {@code ce_id}, {@code ce_time} now, subject = key, and whatever else is given.
     *
     * @param event the event's name, with or without {@code covenant.} before it
     * @param extraHeaders name, value, name, value …: added, or put in the place of the usual ones
     * @return the event's id
     */
    public String publish(Topic topic, String key, String event, String json, String... extraHeaders) {
        Map<String, String> headers = cloudEvent(key, event);
        for (int index = 0; index < extraHeaders.length; index += 2) {
            headers.put(extraHeaders[index], extraHeaders[index + 1]);
        }
        publishRaw(topic.topicName(), key, json.getBytes(StandardCharsets.UTF_8), headers);
        return requireNonNull(headers.get("ce_id"));
    }

    /** The headers of a CloudEvent from a foreign system. */
    public static Map<String, String> cloudEvent(String subject, String event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put("ce_type", event.startsWith("covenant.") ? event : "covenant." + event);
        headers.put("ce_source", "/test");
        headers.put("ce_subject", subject);
        headers.put("ce_time", Instant.now().toString());
        return headers;
    }

    /** Publishes exactly this, headers without a value too, and returns where it lies. */
    public RecordMetadata publishRaw(
            String topic,
            @Nullable String key,
            byte @Nullable [] value,
            Map<String, ? extends @Nullable String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) ->
                record.headers().add(name, text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Not published to " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while publishing to " + topic, e);
        }
    }

    /** Every record that the topic holds now, in order within each partition; only what came since the last time is read. */
    public List<TapRecord> records(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100))
                    .forEach(record -> requireNonNull(read.get(record.topic())).add(TapRecord.of(record)));
        }
        return List.copyOf(requireNonNull(read.get(topic)));
    }

    private List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (!read.containsKey(topic)) {
            Set<TopicPartition> all = new HashSet<>(consumer.assignment());
            all.addAll(partitions);
            consumer.assign(all);
            consumer.seekToBeginning(partitions);
            read.put(topic, new ArrayList<>());
        }
        return partitions;
    }

    public List<TapRecord> records(Topic topic) {
        return records(topic.topicName());
    }

    /** The records of one key. */
    public List<TapRecord> records(Topic topic, String key) {
        return records(topic).stream()
                .filter(record -> key.equals(record.key()))
                .toList();
    }

    /** Waits for the first record that satisfies the condition; fails when there is none in time. */
    public TapRecord awaitRecord(String topic, Predicate<TapRecord> condition, Duration atMost) {
        return Awaitility.await("a matching record in " + topic)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> records(topic).stream().filter(condition).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    public TapRecord awaitRecord(Topic topic, Predicate<TapRecord> condition, Duration atMost) {
        return awaitRecord(topic.topicName(), condition, atMost);
    }

    /** Waits for the event of that name with that key. */
    public TapRecord awaitEvent(Topic topic, String key, String event, Duration atMost) {
        return awaitRecord(
                topic, record -> key.equals(record.key()) && record.type().equals("covenant." + event), atMost);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}
