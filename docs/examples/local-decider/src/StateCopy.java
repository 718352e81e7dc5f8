import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A copy of the compacted topic in memory: per person the present state of each purpose. Reads all of it at start, then goes on. */
public final class StateCopy implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final JsonNode NOTHING = MissingNode.getInstance();
    private static final String TOPIC = "privacy.consent-state.v1";

    private final Map<String, Map<String, JsonNode>> people = new HashMap<>();
    private final KafkaConsumer<String, byte[]> consumer;

    /** @param kafka bootstrap servers; add the security settings of your cluster where you build the consumer */
    public StateCopy(String kafka) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(p -> new TopicPartition(TOPIC, p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes in everything that is on the topic now: call it before the first decision, and in a loop after. */
    public void catchUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(this::take);
        }
    }

    /** The key is {@code subjectId/purpose}; no value means that the person was erased. */
    private void take(ConsumerRecord<String, byte[]> record) {
        int slash = record.key().lastIndexOf('/');
        String subjectId = record.key().substring(0, slash);
        String purpose = record.key().substring(slash + 1);
        Map<String, JsonNode> person = people.computeIfAbsent(subjectId, id -> new HashMap<>());
        if (record.value() == null) {
            person.remove(purpose);
        } else {
            person.put(purpose, parse(record.value()));
        }
        if (person.isEmpty()) {
            people.remove(subjectId);
        }
    }

    private static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new IllegalStateException("not JSON on " + TOPIC, e);
        }
    }

    /** What holds for the person, by purpose; empty for who is not known, or was erased. */
    Map<String, JsonNode> of(String subjectId) {
        return people.getOrDefault(subjectId, Map.of());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
