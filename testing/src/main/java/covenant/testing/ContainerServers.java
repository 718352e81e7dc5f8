package covenant.testing;

import covenant.embedded.kafka.CovenantTopics;
import java.nio.file.Path;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The servers as containers; Testcontainers' reaper removes them after the JVM. */
final class ContainerServers {

    private static final DockerImageName POSTGRES = DockerImageName.parse("postgres:18");
    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.1.1");

    private ContainerServers() {}

    @SuppressWarnings("resource")
    static SharedServers.Started start() {
        Path directory = TemporaryDirectory.create();
        PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES)
                .withUsername("postgres")
                .withPassword(SharedServers.SUPERUSER_PASSWORD)
                .withDatabaseName("postgres")
                .withCommand("postgres", "-c", "max_connections=200");
        KafkaContainer kafka = new KafkaContainer(KAFKA)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        postgres.start();
        kafka.start();
        CovenantTopics.ensure(kafka.getBootstrapServers(), EmbeddedServers.PARTITIONS);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> TemporaryDirectory.delete(directory), "covenant-test-directory"));
        return new SharedServers.Started(
                "jdbc:postgresql://%s:%d/".formatted(postgres.getHost(), postgres.getMappedPort(5432)),
                kafka.getBootstrapServers(),
                directory);
    }
}
