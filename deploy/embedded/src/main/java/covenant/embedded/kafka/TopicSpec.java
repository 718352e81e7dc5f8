package covenant.embedded.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic to be there.
 *
 * @param compacted keeps the last value per key for ever; otherwise everything is kept, without a limit of time or size
 * @param maxMessageBytes the largest record accepted
 */
public record TopicSpec(String name, int partitions, boolean compacted, int maxMessageBytes) {

    private static final int MEBIBYTE = 1024 * 1024;

    /** The topic and its dead-letter topic, which takes records of twice the size: a dead letter carries its reason besides. */
    public static List<TopicSpec> withDeadLetters(
            String name, String deadLetterName, boolean compacted, int partitions) {
        return List.of(
                new TopicSpec(name, partitions, compacted, MEBIBYTE),
                new TopicSpec(deadLetterName, 1, false, 2 * MEBIBYTE));
    }

    NewTopic toNewTopic() {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
        if (compacted) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
            settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        }
        return new NewTopic(name, partitions, (short) 1).configs(settings);
    }
}
