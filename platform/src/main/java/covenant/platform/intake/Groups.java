package covenant.platform.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How what came at once is taken: in groups of events of different persons, in the order of the persons, so that two consumers lock them in the same order;
 * of one person never two together, because the locks of her events have no order among each other. What is about nobody, or about more than its
 * key says, is alone and keeps its place among all others.
 *
 * <p>Whoever else writes about one of the persons of a group waits for all of it. So it is as large as its topic's last ones allow: half as large after
 * one that took long or was undone, twice as large after one that was quick.
 */
final class Groups {
    static final int MOST = 50;
    static final int FIRST = 8;
    private static final long LONG_MILLIS = 250;

    private final Map<String, Integer> sizes = new ConcurrentHashMap<>();

    /** @param deliveries in the order in which they came */
    static List<Delivery> next(Deque<Delivery> deliveries, int atMost) {
        Map<String, Delivery> firsts = new TreeMap<>();
        Deque<Delivery> later = new ArrayDeque<>();
        while (!deliveries.isEmpty() && firsts.size() < atMost) {
            Delivery delivery = deliveries.getFirst();
            if (delivery.person().isEmpty()) {
                break;
            }
            deliveries.removeFirst();
            if (firsts.putIfAbsent(delivery.person().get(), delivery) != null) {
                later.addLast(delivery);
            }
        }
        while (!later.isEmpty()) {
            deliveries.addFirst(later.removeLast());
        }
        return firsts.isEmpty() ? List.of(deliveries.removeFirst()) : new ArrayList<>(firsts.values());
    }

    int size(String topic) {
        return sizes.getOrDefault(topic, FIRST);
    }

    void taken(String topic, int size, long millis) {
        if (millis > LONG_MILLIS) {
            sizes.put(topic, Math.max(1, size / 2));
        } else if (size >= size(topic)) {
            sizes.put(topic, Math.min(MOST, size * 2));
        }
    }

    void undone(String topic, int size) {
        sizes.put(topic, Math.max(1, size / 2));
    }
}
