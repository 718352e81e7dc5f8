package covenant.platform.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the records of each partition have been taken, and how far the broker knows it. A position lies behind the last record before the first one that
 * was received and not taken yet. Safe for several threads.
 *
 * <p>Of a batch the connector tells its last record only; all behind the record that was received before belong to it.
 */
final class Positions {

    /** Before anything was received here. */
    private static final long UNKNOWN = -1;

    private final Map<TopicPartition, Place> places = new HashMap<>();

    /** Of one partition, since it was assigned. */
    private static final class Place {
        /** Offset of a record, and where it begins: where it, or its batch, has to be read from again. */
        final TreeMap<Long, Long> underWay = new TreeMap<>();

        long next = UNKNOWN;
        long taken = UNKNOWN;
        long known = UNKNOWN;

        long position() {
            return underWay.isEmpty() ? taken : underWay.firstEntry().getValue();
        }
    }

    synchronized void received(TopicPartition partition, long offset) {
        Place place = places.computeIfAbsent(partition, absent -> new Place());
        // Where something begins that lies before, nobody knows: a batch is told by its end.
        place.underWay.put(offset, offset >= place.next ? place.next : UNKNOWN);
        place.next = offset + 1;
    }

    /** What was not received since the partition came here says nothing of it: it was received under an earlier assignment, and comes again. */
    synchronized void taken(TopicPartition partition, long offset) {
        Place place = places.get(partition);
        if (place != null && place.underWay.remove(offset) != null) {
            place.taken = Math.max(place.taken, offset + 1);
        }
    }

    /** What the broker does not know yet. */
    synchronized Map<TopicPartition, OffsetAndMetadata> unknown() {
        return unknown(places.keySet());
    }

    private Map<TopicPartition, OffsetAndMetadata> unknown(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> unknown = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Place place = places.get(partition);
            if (place != null && place.position() > place.known) {
                unknown.put(partition, new OffsetAndMetadata(place.position()));
            }
        }
        return unknown;
    }

    synchronized void known(Map<TopicPartition, OffsetAndMetadata> committed) {
        committed.forEach((partition, position) -> {
            Place place = places.get(partition);
            if (place != null) {
                place.known = Math.max(place.known, position.offset());
            }
        });
    }

    /** They are somebody else's from now on. @return what the broker does not know of them yet */
    synchronized Map<TopicPartition, OffsetAndMetadata> giveUp(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> last = unknown(partitions);
        partitions.forEach(places::remove);
        return last;
    }
}
