package covenant.benchmarks.relay;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The events of one filling as a reader of the topics finds them: which there are, how often, in what order within a key. */
final class Deliveries {

    private final int filling;
    private final BitSet there = new BitSet();
    private final Map<String, Integer> lastOfKey = new HashMap<>();
    private int doubled;
    private int disordered;

    Deliveries(int filling) {
        this.filling = filling;
    }

    /** Takes a record in the order of its partition; other fillings' records do not count. */
    void take(String topic, String key, byte[] id) {
        UUID event = UUID.fromString(new String(id, StandardCharsets.UTF_8));
        if (OutboxRows.filling(event) != filling || !key.startsWith(OutboxRows.PERSON)) {
            return;
        }
        int number = OutboxRows.number(event);
        if (there.get(number)) {
            doubled++;
            return;
        }
        there.set(number);
        Integer before = lastOfKey.put(topic + " " + key, number);
        if (before != null && before > number) {
            disordered++;
        }
    }

    int missing(int events) {
        return events - there.cardinality();
    }

    int doubled() {
        return doubled;
    }

    /** Events that come after a later one of their key. */
    int disordered() {
        return disordered;
    }

    int keys() {
        return lastOfKey.size();
    }
}
