package covenant.platform.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** Table {@code aggregate_position}: up to which version the events of each aggregate were applied. Runs in the effect's transaction. */
@ApplicationScoped
class AggregatePositions {
    private final Jdbi jdbi;

    AggregatePositions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The positions of all aggregates of these deliveries of one topic, their rows locked in the order of their ids. An aggregate of which nothing was seen
     * yet stands
     * right before the first of its events here.
     */
    Locked lock(List<Delivery> deliveries) {
        Map<String, Long> first = new TreeMap<>();
        deliveries.forEach(delivery -> first.merge(
                delivery.envelope().aggregateId(), delivery.envelope().aggregateVersion(), Math::min));
        if (first.isEmpty()) {
            return new Locked("", Map.of());
        }
        String topic = deliveries.getFirst().record().topic();
        Set<String> fresh = insert(topic, first);
        Map<String, Long> applied = new HashMap<>();
        fresh.forEach(aggregate -> applied.put(aggregate, first.getOrDefault(aggregate, 0L) - 1));
        first.keySet().removeAll(fresh);
        if (!first.isEmpty()) {
            applied.putAll(select(topic, first.keySet()));
        }
        return new Locked(topic, applied);
    }

    private Set<String> insert(String topic, Map<String, Long> first) {
        return new HashSet<>(jdbi.withHandle(h -> h.createQuery("""
                        insert into aggregate_position (topic, aggregate_id, version)
                        select :topic, id, version
                        from unnest(:ids, :versions) with ordinality as a (id, version, place) order by place
                        on conflict do nothing returning aggregate_id""")
                .bind("topic", topic)
                .bindArray("ids", String.class, first.keySet())
                .bindArray("versions", Long.class, first.values())
                .mapTo(String.class)
                .list()));
    }

    private Map<String, Long> select(String topic, Set<String> aggregates) {
        return jdbi.withHandle(h -> h.createQuery("select aggregate_id, version from aggregate_position"
                        + " where topic = :topic and aggregate_id = any(:ids) order by aggregate_id for update")
                .bind("topic", topic)
                .bindArray("ids", String.class, aggregates)
                .reduceRows(new HashMap<>(), (known, row) -> {
                    known.put(row.getColumn(1, String.class), row.getColumn(2, Long.class));
                    return known;
                }));
    }

    /** What is locked, and how far it has come since. */
    final class Locked {
        private final String topic;
        private final Map<String, Long> applied;
        private final Map<String, Long> advanced = new LinkedHashMap<>();

        private Locked(String topic, Map<String, Long> applied) {
            this.topic = topic;
            this.applied = applied;
        }

        /** The last version that was applied. */
        long of(String aggregateId) {
            Long version = applied.get(aggregateId);
            if (version == null) {
                throw new IllegalStateException("an aggregate that is not locked");
            }
            return version;
        }

        void advance(String aggregateId, long version) {
            applied.put(aggregateId, version);
            advanced.put(aggregateId, version);
        }

        void save() {
            if (!advanced.isEmpty()) {
                jdbi.useHandle(h -> h.createUpdate("update aggregate_position p set version = a.version"
                                + " from unnest(:ids, :versions) as a (id, version)"
                                + " where p.topic = :topic and p.aggregate_id = a.id and p.version <> a.version")
                        .bind("topic", topic)
                        .bindArray("ids", String.class, advanced.keySet())
                        .bindArray("versions", Long.class, advanced.values())
                        .execute());
            }
        }
    }
}
