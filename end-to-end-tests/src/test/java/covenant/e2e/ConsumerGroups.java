package covenant.e2e;

import covenant.local.stack.Service;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the services have read, as the broker knows it. */
final class ConsumerGroups implements AutoCloseable {

    private final Admin admin;

    ConsumerGroups(int kafkaPort) {
        this.admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort));
    }

    /** Waits until every service has read everything; returns how long that took. */
    Duration awaitNoLag(Duration atMost) {
        long start = System.nanoTime();
        Eventually.within(atMost, () -> Arrays.stream(Service.values()).allMatch(service -> lag(service) == 0));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Records that the service has not taken; -1 while nobody reads for it, or the broker does not say. */
    long lag(Service service) {
        try {
            Set<TopicPartition> partitions = assigned(service);
            if (partitions.isEmpty()) {
                return -1;
            }
            Map<TopicPartition, OffsetAndMetadata> committed = committed(service);
            Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(partitions, OffsetSpec.earliest());
            long lag = 0;
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata done = committed.get(partition);
                long from = Math.max(done == null ? 0 : done.offset(), offset(starts, partition));
                lag += offset(ends, partition) - from;
            }
            return lag;
        } catch (ExecutionException e) {
            return -1;
        }
    }

    /** Where the service goes on in the partition after a restart. */
    long committed(Service service, TopicPartition partition) {
        try {
            OffsetAndMetadata done = committed(service).get(partition);
            return done == null ? 0 : done.offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker does not say how far " + service.module() + " is", e);
        }
    }

    /** A service that does not run begins again with the first record of every topic. Returns how many records that gives it again. */
    long rewind(Service service) {
        try {
            Map<TopicPartition, OffsetAndMetadata> done = committed(service);
            Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(done.keySet(), OffsetSpec.earliest());
            Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
            long again = 0;
            for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : done.entrySet()) {
                long start = offset(starts, entry.getKey());
                first.put(entry.getKey(), new OffsetAndMetadata(start));
                again += entry.getValue().offset() - start;
            }
            admin.alterConsumerGroupOffsets(service.module(), first).all().get();
            return again;
        } catch (ExecutionException e) {
            throw new IllegalStateException(service.module() + " cannot begin again", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Set<TopicPartition> assigned(Service service) throws ExecutionException {
        try {
            return admin
                    .describeConsumerGroups(List.of(service.module()))
                    .describedGroups()
                    .get(service.module())
                    .get()
                    .members()
                    .stream()
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .collect(Collectors.toSet());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Service service) throws ExecutionException {
        try {
            Map<TopicPartition, OffsetAndMetadata> known =
                    new HashMap<>(admin.listConsumerGroupOffsets(service.module())
                            .partitionsToOffsetAndMetadata()
                            .get());
            known.values().removeIf(offset -> offset == null);
            return known;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException {
        try {
            return admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which)))
                    .all()
                    .get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResultInfo found = offsets.get(partition);
        if (found == null) {
            throw new IllegalStateException("The broker does not know " + partition);
        }
        return found.offset();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while asking the broker", e);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
