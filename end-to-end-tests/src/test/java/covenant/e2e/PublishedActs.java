package covenant.e2e;

import covenant.contracts.Topic;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the topics hold of a {@link Load}: an event that was sent twice is one event, by its id. */
final class PublishedActs {

    private PublishedActs() {}

    /** Whether acts of the kind are told on a topic. */
    static boolean isTold(Load.Kind kind) {
        return switch (kind) {
            case CONSENT, CLOSURE, REQUEST -> true;
            case CONTACT_POINTS, FACT -> false;
        };
    }

    /** How many events tell each person's act. */
    static Map<String, Integer> of(Load.Kind kind, Events events) {
        return switch (kind) {
            case CONSENT -> count(events, Topic.CONSENT, "ConsentGranted");
            case CLOSURE -> count(events, Topic.ACCOUNT, "AccountClosed");
            case REQUEST -> count(events, Topic.DSR, "DataSubjectRequestReceived");
            case CONTACT_POINTS, FACT -> Map.of();
        };
    }

    private static Map<String, Integer> count(Events events, Topic topic, String type) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (Fact fact : events.all(topic.topicName())) {
            if (fact.type().equals(type) && fact.key() != null) {
                ids.computeIfAbsent(fact.key(), key -> new HashSet<>()).add(fact.header("ce_id"));
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        ids.forEach((key, distinct) -> counts.put(key, distinct.size()));
        return counts;
    }
}
