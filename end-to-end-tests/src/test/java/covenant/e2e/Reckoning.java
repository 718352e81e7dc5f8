package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import covenant.local.client.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was acknowledged to the clients of a {@link Load}, against what is in the databases, on the topics and in the audit log. It asks PostgreSQL and Kafka
 * and no service.
 *
 * @param acknowledged acts
 * @param lost acknowledged, and not stored, not told, or not logged
 * @param doubled stored, told or logged more than once, acknowledged or not
 */
record Reckoning(int acknowledged, Set<String> lost, Set<String> doubled) {

    private static final Duration SETTLED = Duration.ofSeconds(90);

    /**
     * Looks until nothing is missing any more, for 90 s at most: what crosses Kafka arrives when it arrives.
     *
     * @param events opened before the load
     */
    static Reckoning of(Load load, Storage storage, Events events) {
        long limit = System.nanoTime() + SETTLED.toNanos();
        Reckoning seen = look(load, storage, events);
        while (!seen.lost.isEmpty() && System.nanoTime() < limit) {
            Eventually.pause();
            seen = look(load, storage, events);
        }
        return seen;
    }

    /** Nothing lost, nothing doubled. */
    Reckoning mustBeEven() {
        assertThat(acknowledged).as("acts to reckon with").isPositive();
        assertThat(lost).as("acknowledged and lost").isEmpty();
        assertThat(doubled).as("once said, twice done").isEmpty();
        return this;
    }

    /** What is there now. */
    static Reckoning look(Load load, Storage storage, Events events) {
        Set<String> lost = new TreeSet<>();
        Set<String> doubled = new TreeSet<>();
        for (Load.Kind kind : load.kinds()) {
            List<String> acknowledged = load.acknowledged(kind);
            compare("stored", acknowledged, StoredActs.of(load, kind, storage), lost, doubled);
            if (PublishedActs.isTold(kind)) {
                compare("told", acknowledged, PublishedActs.of(kind, events), lost, doubled);
            }
        }
        compare("logged", published(events), AuditLog.entriesByEvent(storage), lost, doubled);
        return new Reckoning(load.acknowledged(), lost, doubled);
    }

    private static void compare(
            String what, List<String> wanted, Map<String, Integer> found, Set<String> lost, Set<String> doubled) {
        wanted.stream().filter(one -> found.getOrDefault(one, 0) == 0).forEach(one -> lost.add(what + ": " + one));
        found.forEach((one, times) -> {
            if (times > 1) {
                doubled.add(what + ": " + one + " " + times + " times");
            }
        });
    }

    /** Every event since the beginning, whatever it tells. */
    private static List<String> published(Events events) {
        Set<String> ids = new HashSet<>();
        for (Topic topic : Topic.values()) {
            for (Fact fact : events.all(topic.topicName())) {
                if (!fact.header("ce_id").isEmpty()) {
                    ids.add(fact.header("ce_id"));
                }
            }
        }
        return new ArrayList<>(ids);
    }
}
