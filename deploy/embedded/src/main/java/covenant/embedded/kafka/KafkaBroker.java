package covenant.embedded.kafka;

import covenant.embedded.process.ChildProcess;
import covenant.embedded.process.JavaCommand;
import covenant.embedded.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A Kafka broker as a child JVM: KRaft, one node, loopback only. Topics are never made by accident ({@code auto.create.topics.enable=false}).
 * What it acknowledged survives {@link #kill()} (it is in the page cache) but not a loss of power, as with any single broker.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration START_WAIT = Duration.ofSeconds(120);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    private final KafkaSettings settings;
    private final ChildProcess process;

    private KafkaBroker(KafkaSettings settings, ChildProcess process) {
        this.settings = settings;
        this.process = process;
    }

    /** Starts the broker and waits until it answers. */
    public static KafkaBroker start(KafkaSettings settings) {
        KafkaBroker broker = launch(settings);
        broker.awaitReady();
        return broker;
    }

    /** Starts the broker and returns at once; {@link #awaitReady()} follows, so that other work can be done meanwhile. */
    public static KafkaBroker launch(KafkaSettings settings) {
        Path data = settings.dataDirectory().toAbsolutePath();
        Path properties = data.resolve("server.properties");
        try {
            Files.createDirectories(data);
            int controllerPort = Ports.free();
            Files.writeString(properties, ServerProperties.of(settings, controllerPort));
            if (settings.guarded().isPresent()) {
                GuardedListener listener = settings.guarded().get();
                Files.writeString(
                        properties,
                        listener.properties(data, settings.port(), controllerPort),
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + properties, e);
        }
        List<String> command = JavaCommand.of(
                KafkaProcess.class,
                options(settings),
                List.of(properties.toString(), data.resolve("log").toString()));
        return new KafkaBroker(
                settings,
                ChildProcess.start(new ChildProcess.Spec("Kafka", command, Map.of(), data, settings.log(), "TERM")));
    }

    private static List<String> options(KafkaSettings settings) {
        return List.of(
                "-Xmx" + settings.heapMegabytes() + "m",
                "-Xms64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Duser.timezone=UTC",
                "-Dslf4j.provider=" + ConsoleLog.class.getName());
    }

    /** @throws IllegalStateException with the end of the log, when the broker does not answer within 120 s */
    public void awaitReady() {
        Instant limit = Instant.now().plus(START_WAIT);
        while (!Ports.answers(settings.port())) {
            if (process.endedWithin(Duration.ofMillis(50))) {
                throw new IllegalStateException("Kafka ended while starting; its log says:\n" + process.logTail());
            }
            if (Instant.now().isAfter(limit)) {
                process.kill();
                throw new IllegalStateException(
                        "Kafka did not listen within " + START_WAIT.toSeconds() + " s:\n" + process.logTail());
            }
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "50",
                AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, "50"))) {
            admin.describeCluster().nodes().get(START_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.kill();
            throw new IllegalStateException("Kafka does not answer; its log says:\n" + process.logTail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Kafka", e);
        }
    }

    /** {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + settings.port();
    }

    public ChildProcess process() {
        return process;
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop(STOP_WAIT);
    }
}
