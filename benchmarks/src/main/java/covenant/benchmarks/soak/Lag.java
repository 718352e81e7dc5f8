package covenant.benchmarks.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Events that consumer groups have before them. */
final class Lag implements AutoCloseable {

    private final Admin admin;

    Lag(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** In all groups and partitions together. A partition that a group has committed nothing of does not count: it has not begun. */
    long events() {
        try {
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (String group : groups) {
                Map<TopicPartition, OffsetAndMetadata> of = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                committed.put(group, of);
                of.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
            }
            var ends = admin.listOffsets(wanted).all().get();
            long lag = 0;
            for (Map<TopicPartition, OffsetAndMetadata> of : committed.values()) {
                for (Map.Entry<TopicPartition, OffsetAndMetadata> one : of.entrySet()) {
                    var end = ends.get(one.getKey());
                    lag += end == null || one.getValue() == null
                            ? 0
                            : Math.max(0, end.offset() - one.getValue().offset());
                }
            }
            return lag;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not tell its offsets", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sampling", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
