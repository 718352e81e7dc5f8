package covenant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.embedded.process.JavaCommand;
import covenant.embedded.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A real Kafka Connect worker on the class path of this JVM. Its connectors and offsets are in Kafka: the next worker goes on with them. */
final class ConnectWorker implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Ports.free();
    private final Process process;

    ConnectWorker(int kafka, Path log) throws IOException, ClassNotFoundException {
        Path properties =
                Files.writeString(log.resolveSibling("worker-" + port + ".properties"), """
                bootstrap.servers=127.0.0.1:%d
                listeners=http://127.0.0.1:%d
                group.id=connect
                config.storage.topic=connect-configs
                offset.storage.topic=connect-offsets
                status.storage.topic=connect-status
                config.storage.replication.factor=1
                offset.storage.replication.factor=1
                status.storage.replication.factor=1
                offset.storage.partitions=1
                status.storage.partitions=1
                key.converter=org.apache.kafka.connect.storage.StringConverter
                value.converter=org.apache.kafka.connect.storage.StringConverter
                session.timeout.ms=6000
                heartbeat.interval.ms=2000
                plugin.discovery=service_load
                """.formatted(kafka, port));
        List<String> command = JavaCommand.of(
                Class.forName("org.apache.kafka.connect.cli.ConnectDistributed"),
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(properties.toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Eventually.within(Duration.ofSeconds(120), () -> answers("GET", "/connectors", ""));
    }

    void configure(String connector, JsonNode config) {
        Eventually.within(
                Duration.ofSeconds(60),
                () -> answers("PUT", "/connectors/" + connector + "/config", config.toString()));
    }

    /** Waits until the connector's one task runs. */
    void awaitRunning(String connector) {
        Eventually.within(Duration.ofSeconds(60), () -> {
            Optional<String> status = send("GET", "/connectors/" + connector + "/status", "");
            return status.isPresent()
                    && JSON.readTree(status.get()).at("/tasks/0/state").asText().equals("RUNNING");
        });
    }

    private boolean answers(String method, String path, String body) {
        return send(method, path, body).isPresent();
    }

    /** The body of a good answer. */
    private Optional<String> send(String method, String path, String body) {
        if (!process.isAlive()) {
            throw new IllegalStateException("The Connect worker ended");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() < 300 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code kill -9}. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
