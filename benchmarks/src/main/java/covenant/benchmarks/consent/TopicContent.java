package covenant.benchmarks.consent;

import covenant.benchmarks.load.Subjects;
import covenant.contracts.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The persons of the benchmark of whom a topic tells, read from its first record to its last.
 *
 * @param averageBytes of a record's value
 */
record TopicContent(String name, Subjects subjects, double averageBytes) {

    private static final Duration POLL = Duration.ofMillis(500);

    /** The events as if they were rows, to be compared with rows. */
    Rows rows() {
        return new Rows(subjects.count(), averageBytes);
    }

    static TopicContent read(String bootstrapServers, Topic topic) {
        Subjects subjects = new Subjects();
        LongAdder bytes = new LongAdder();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(topic.topicName(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> take(record, subjects, bytes));
            }
        }
        long records = Math.max(1, subjects.count() + subjects.doubles());
        return new TopicContent(topic.topicName(), subjects, (double) bytes.sum() / records);
    }

    /** A key is the person, or the person and the purpose behind a slash. */
    private static void take(ConsumerRecord<String, byte[]> record, Subjects subjects, LongAdder bytes) {
        if (record.key() != null && record.key().startsWith(Subjects.PREFIX)) {
            subjects.add(record.key().split("/", 2)[0]);
            bytes.add(record.value().length);
        }
    }
}
