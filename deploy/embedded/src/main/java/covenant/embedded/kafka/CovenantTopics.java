package covenant.embedded.kafka;

import covenant.contracts.Topic;
import java.util.Collection;
import java.util.stream.Stream;

/** The platform's topics and their dead-letter topics, as the interface names them. */
public final class CovenantTopics {

    /** Partitions per topic on one machine: what replicas share, with room for a few. */
    public static final int DEFAULT_PARTITIONS = 6;

    private CovenantTopics() {}

    /** Creates the ones that are missing. */
    public static void ensure(String bootstrapServers, int partitions) {
        Topics.ensure(
                bootstrapServers,
                Stream.of(Topic.values())
                        .map(topic -> TopicSpec.withDeadLetters(
                                topic.topicName(), topic.deadLetterTopicName(), topic.compacted(), partitions))
                        .flatMap(Collection::stream)
                        .toList());
    }
}
