package covenant.testing;

import covenant.contracts.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;

/** What lies in a topic's dead-letter queue, and the assertions on it. */
public final class DeadLetters {

    private final KafkaTap tap;
    private final Topic topic;

    private DeadLetters(KafkaTap tap, Topic topic) {
        this.tap = tap;
        this.topic = topic;
    }

    public static DeadLetters of(KafkaTap tap, Topic topic) {
        return new DeadLetters(tap, topic);
    }

    public List<TapRecord> all() {
        return tap.records(topic.deadLetterTopicName());
    }

    /** Waits for a dead letter that satisfies the condition, and asserts that it says why it is one. */
    public TapRecord await(Predicate<TapRecord> condition, Duration atMost) {
        TapRecord letter = tap.awaitRecord(topic.deadLetterTopicName(), condition, atMost);
        Assertions.assertThat(reason(letter))
                .as("reason of a dead letter in %s", letter.topic())
                .isNotBlank();
        return letter;
    }

    /** Asserts that nothing with that key was set aside. */
    public void assertNone(String key) {
        Assertions.assertThat(all())
                .as("dead letters of %s", topic.topicName())
                .noneMatch(letter -> key.equals(letter.key()));
    }

    /** Why the record was set aside: header {@code dead-letter-reason}. */
    public static String reason(TapRecord letter) {
        return letter.header("dead-letter-reason");
    }
}
