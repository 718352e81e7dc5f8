package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all services hold, but for the books about calls and deliveries: to be compared with what they hold later. */
final class State {

    private State() {}

    /** Rows per table of every service. */
    static Map<Service, Map<String, Long>> rows(Storage storage) {
        Map<Service, Map<String, Long>> rows = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            rows.put(service, Rows.of(storage, service));
        }
        return rows;
    }

    /** Every row, of any table, that names somebody whose name begins so; in order, and as often as it is there. */
    static Map<Service, List<String>> of(String names, Storage storage) {
        Map<Service, List<String>> state = new TreeMap<>();
        for (Service service : Service.values()) {
            state.put(service, Rows.naming(names, storage, service));
        }
        return state;
    }
}
