package covenant.embedded.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Creates topics. */
public final class Topics {

    private static final long WAIT_SECONDS = 120;

    private Topics() {}

    /** Creates the topics that are not there yet; leaves the others as they are. A busy machine needs a while for some hundred partitions. */
    public static void ensure(String bootstrapServers, Collection<TopicSpec> topics) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS)))) {
            Set<String> present = admin.listTopics().names().get(WAIT_SECONDS, TimeUnit.SECONDS);
            admin.createTopics(topics.stream()
                            .filter(topic -> !present.contains(topic.name()))
                            .map(TopicSpec::toNewTopic)
                            .toList())
                    .all()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot create topics on " + bootstrapServers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topics", e);
        }
    }
}
