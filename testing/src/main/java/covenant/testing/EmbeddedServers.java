package covenant.testing;

import covenant.embedded.kafka.CovenantTopics;
import covenant.embedded.kafka.KafkaBroker;
import covenant.embedded.kafka.KafkaSettings;
import covenant.embedded.postgres.PostgresServer;
import covenant.embedded.postgres.PostgresSettings;
import covenant.embedded.process.Ports;
import java.nio.file.Path;

/** The servers as child processes. PostgreSQL does without fsync here, unless {@code covenant.test.durable=true}. */
final class EmbeddedServers {

    /** Fewer than in production, but more than one, so that order across partitions is nobody's gift. */
    static final int PARTITIONS = 3;

    private EmbeddedServers() {}

    static SharedServers.Started start() {
        Path directory = TemporaryDirectory.create();
        KafkaBroker kafka = KafkaBroker.launch(
                new KafkaSettings(directory.resolve("kafka"), directory.resolve("kafka.log"), Ports.free()));
        PostgresServer postgres = PostgresServer.start(new PostgresSettings(
                directory.resolve("postgres"),
                directory.resolve("postgres.log"),
                Ports.free(),
                Boolean.getBoolean("covenant.test.durable"),
                200,
                SharedServers.SUPERUSER_PASSWORD));
        kafka.awaitReady();
        CovenantTopics.ensure(kafka.bootstrapServers(), PARTITIONS);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            kafka.kill();
                            postgres.close();
                            TemporaryDirectory.delete(directory);
                        },
                        "covenant-test-servers"));
        return new SharedServers.Started(postgres.jdbcUrl(""), kafka.bootstrapServers(), directory);
    }
}
