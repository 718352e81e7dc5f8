package covenant.audit.intake;

import covenant.audit.entry.Sealer.Ready;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What one poll brought, read and made ready for the log.
 *
 * @param parcels in the order in which they came
 * @param next where each partition goes on once this is written; records that were left out count as written
 */
record Load(List<Parcel> parcels, Map<TopicPartition, OffsetAndMetadata> next) {

    Load {
        parcels = List.copyOf(parcels);
        next = Map.copyOf(next);
    }

    /** One record, what it turned out to be, and its entry to be. */
    record Parcel(ConsumerRecord<String, byte[]> record, Arrival arrival, Ready entry) {}

    boolean isEmpty() {
        return next.isEmpty();
    }
}
