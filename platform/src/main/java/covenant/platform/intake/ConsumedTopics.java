package covenant.platform.intake;

import covenant.contracts.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this service reads: the topics of its channels, or all where it reads them by a loop of its own. */
@ApplicationScoped
public class ConsumedTopics {
    private static final String CHANNELS = "mp.messaging.incoming.";

    private final Set<String> names = new TreeSet<>();

    ConsumedTopics(
            Config config,
            @ConfigProperty(name = "covenant.dead-letters.every-topic", defaultValue = "false") boolean everyTopic) {
        if (everyTopic) {
            Arrays.stream(Topic.values()).map(Topic::topicName).forEach(names::add);
        }
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(CHANNELS) && (name.endsWith(".topic") || name.endsWith(".topics"))) {
                for (String topic : config.getValue(name, String.class).split(",")) {
                    names.add(topic.trim());
                }
            }
        }
    }

    public Set<String> names() {
        return names;
    }
}
