package covenant.platform.deadletter;

import covenant.platform.intake.ConsumedTopics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Reads the dead-letter topics of what this service consumes, without a consumer group: looking changes nothing. */
@ApplicationScoped
class DeadLetterReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> broker;
    private final Set<String> topics = new TreeSet<>();
    private final String service;

    DeadLetterReader(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            ConsumedTopics consumed,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.broker = new HashMap<>(broker);
        this.service = service;
        consumed.names().forEach(topic -> topics.add(topic + ".dlq"));
    }

    Set<String> topics() {
        return topics;
    }

    /** The newest dead letters of this service, at most {@code limit} per topic, newest first. */
    List<ConsumerRecord<String, byte[]>> newest(int limit) {
        List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = open()) {
            for (String topic : topics) {
                letters.addAll(newest(consumer, topic, limit));
            }
        }
        letters.sort((a, b) -> Long.compare(b.timestamp(), a.timestamp()));
        return letters;
    }

    private List<ConsumerRecord<String, byte[]>> newest(
            KafkaConsumer<String, byte[]> consumer, String topic, int limit) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo info : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        consumer.assign(partitions);
        partitions.forEach(p -> consumer.seek(p, Math.max(of(starts, p), of(ends, p) - limit)));
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < of(ends, p))) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (service.equals(header(record, DeadLetterHeaders.CONSUMER))) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    /** The dead letter at this address, if it is this service's own. */
    Optional<ConsumerRecord<String, byte[]>> at(String topic, int partition, long offset) {
        if (!topics.contains(topic)) {
            return Optional.empty();
        }
        TopicPartition place = new TopicPartition(topic, partition);
        try (KafkaConsumer<String, byte[]> consumer = open()) {
            if (consumer.partitionsFor(topic).stream().noneMatch(p -> p.partition() == partition)
                    || offset >= of(consumer.endOffsets(List.of(place)), place)
                    || offset < of(consumer.beginningOffsets(List.of(place)), place)) {
                return Optional.empty();
            }
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            while (consumer.position(place) <= offset) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() == offset) {
                        return Optional.of(record).filter(r -> service.equals(header(r, DeadLetterHeaders.CONSUMER)));
                    }
                }
            }
            return Optional.empty();
        }
    }

    private static long of(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    private KafkaConsumer<String, byte[]> open() {
        Map<String, Object> config = new HashMap<>(broker);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
