package covenant.benchmarks.consent;

import covenant.benchmarks.load.Subjects;
import java.util.ArrayList;
import java.util.List;

/**
 * What an independent look at the database and at Kafka found after the runs.
 *
 * @param acknowledged consents that a client was told are recorded
 * @param lost acknowledged and not in the database
 * @param stored consents in the database
 * @param unasked in the database although no client was told so
 * @param storedTwice consents of a person who gave one
 * @param events what is missing on the topic of events
 * @param states what is missing on the compacted topic of states
 * @param outboxLeft events that were still to be published
 */
record Verification(
        long acknowledged,
        long lost,
        long stored,
        long unasked,
        long storedTwice,
        Published events,
        Published states,
        long outboxLeft) {

    /** What a topic holds. */
    record Published(String topic, long count, long missing, long doubled) {}

    static Verification of(
            Subjects acknowledged, Subjects stored, TopicContent events, TopicContent states, long outboxLeft) {
        return new Verification(
                acknowledged.count(),
                acknowledged.notIn(stored),
                stored.count(),
                stored.notIn(acknowledged),
                stored.doubles(),
                published(events, stored),
                published(states, stored),
                outboxLeft);
    }

    private static Published published(TopicContent topic, Subjects stored) {
        return new Published(
                topic.name(),
                topic.subjects().count(),
                stored.notIn(topic.subjects()),
                topic.subjects().doubles());
    }

    /** What is wrong, one sentence each. A doubled event is none: delivery is at least once. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        require(problems, lost == 0, lost + " acknowledged consents are not in the database.");
        require(problems, unasked == 0, unasked + " consents are in the database that no client was told of.");
        require(problems, storedTwice == 0, storedTwice + " consents were stored twice.");
        require(problems, outboxLeft == 0, outboxLeft + " events stayed in the outbox.");
        for (Published topic : List.of(events, states)) {
            require(
                    problems,
                    topic.missing() == 0,
                    topic.missing() + " consents have no event on " + topic.topic() + ".");
        }
        return problems;
    }

    private static void require(List<String> problems, boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }
}
