package covenant.platform.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the records of each partition have been taken, and how far the broker knows it. A position is the offset of the first record that was
 * received and not taken yet. Safe for several threads.
 */
final class Positions {

    private final Map<TopicPartition, Place> places = new HashMap<>();

    /** Of one partition, since it was assigned. */
    private static final class Place {
        final TreeSet<Long> underWay = new TreeSet<>();
        long taken;
        long known;

        long position() {
            return underWay.isEmpty() ? taken : underWay.first();
        }
    }

    synchronized void received(TopicPartition partition, long offset) {
        Place place = places.computeIfAbsent(partition, absent -> new Place());
        place.underWay.add(offset);
    }

    /** What was not received since the partition came here says nothing of it: it was received under an earlier assignment, and comes again. */
    synchronized void taken(TopicPartition partition, long offset) {
        Place place = places.get(partition);
        if (place != null && place.underWay.remove(offset)) {
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
            if (place != null && place.taken > 0 && place.position() > place.known) {
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
