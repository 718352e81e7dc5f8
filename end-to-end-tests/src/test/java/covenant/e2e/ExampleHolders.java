package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.embedded.identity.LocalKeys;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.embedded.process.JavaCommand;
import covenant.embedded.process.Ports;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.client.Storage;
import covenant.local.stack.Service;
import covenant.local.stack.StackPorts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The two example holders of {@code docs/examples/holders} as processes, each registered and with a directory of its own. */
final class ExampleHolders implements AutoCloseable {
    /** On Kafka, and by webhook. */
    static final String SHOP = "shop";

    static final String DEPOT = "depot";
    static final String CATEGORY = "browsing.follow";

    private static final String LIBRARIES = "../deploy/local/target/lib/*";

    private final Path directory;
    private final Api api;
    private final LocalKeys keys;
    private final StackPorts ports;
    private final int webhookPort = Ports.free();
    private final List<Process> processes = new ArrayList<>();

    private ExampleHolders(Path directory, StackPorts ports, LocalKeys keys) {
        this.directory = directory;
        this.api = new Api(ports, keys);
        this.keys = keys;
        this.ports = ports;
    }

    static ExampleHolders start(Path directory, StackPorts ports, LocalKeys keys) throws Exception {
        ExampleHolders holders = new ExampleHolders(directory, ports, keys);
        holders.compile();
        holders.register(SHOP, "\"KAFKA\"");
        holders.register(DEPOT, "\"WEBHOOK\", \"url\": \"http://127.0.0.1:" + holders.webhookPort + "/orders\"");
        String requests = "http://127.0.0.1:" + ports.of(Service.DATA_SUBJECT_REQUEST);
        String retention = "http://127.0.0.1:" + ports.of(Service.RETENTION);
        holders.run(SHOP, "KafkaHolder", SHOP, "127.0.0.1:" + ports.kafka(), requests, holders.records(SHOP));
        holders.run(
                DEPOT,
                "WebhookHolder",
                Integer.toString(holders.webhookPort),
                holders.records(DEPOT),
                requests,
                retention);
        holders.awaitKnown(Service.DATA_SUBJECT_REQUEST);
        holders.awaitKnown(Service.RETENTION);
        return holders;
    }

    int webhookPort() {
        return webhookPort;
    }

    /** What the holder has of the person: a line for each record. */
    Path file(String holder, String subject) throws IOException {
        return Files.createDirectories(Path.of(records(holder), CATEGORY)).resolve(subject + ".jsonl");
    }

    private String records(String holder) {
        return directory.resolve(holder).toString();
    }

    /** Files beside the records that say that they are restricted. */
    long marks(String holder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(records(holder), CATEGORY))) {
            return files.filter(file -> file.toString().contains(".restricted-by-"))
                    .count();
        }
    }

    private void compile() throws Exception {
        Path kafka = Path.of(KafkaConsumer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> arguments =
                new ArrayList<>(List.of("--release", "21", "-d", directory.toString(), "-cp", kafka.toString()));
        try (Stream<Path> files = Files.list(Path.of("../docs/examples/holders/src"))) {
            files.map(Path::toString).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .as("javac")
                .isZero();
    }

    private void register(String holder, String transport) {
        Answer put = api.asStrongly(Role.OPS)
                .put(Service.CONSENT, "/v1/holders/" + holder, """
                        {"name": "%s", "contact": "%s@example.com", "kind": "INTERNAL", "categories": ["%s"], "purposes": ["PERSONALISATION"],
                         "country": "CN", "backupMaxAge": "P30D", "transport": %s}""".formatted(holder, holder, CATEGORY, transport));
        assertThat(put.isSuccess()).as(put.described()).isTrue();
    }

    private void run(String holder, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.executable(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                directory + File.pathSeparator + LIBRARIES,
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(directory.resolve(holder + ".log").toFile());
        builder.environment()
                .put(
                        "COVENANT_TOKEN",
                        new TokenMint(keys.tokenSigningKey())
                                .mint(TokenRequest.of("system-of-" + holder, Role.HOLDER.name())
                                        .withHolder(holder)));
        processes.add(builder.start());
    }

    private void awaitKnown(Service service) {
        Eventually.within(Eventually.SOON, () -> {
            try (Connection connection = new Storage(ports, keys).superuser(service);
                    Statement statement = connection.createStatement();
                    ResultSet known = statement.executeQuery(
                            "select count(*) from holder where id in ('" + SHOP + "', '" + DEPOT + "')")) {
                return known.next() && known.getInt(1) == 2;
            }
        });
    }

    /** Waits until both holders answered what the request ordered. */
    String obeyed(String subject, String type, String more) {
        Answer filed = api.as(Role.BACKEND)
                .post(
                        Service.DATA_SUBJECT_REQUEST,
                        "/v1/requests",
                        "{\"subjectId\": \"%s\", \"type\": \"%s\", \"channel\": \"APP\", %s}"
                                .formatted(subject, type, more));
        assertThat(filed.status()).as(filed.described()).isEqualTo(201);
        String path = "/v1/requests/" + filed.at("/id");
        String assertion = new TokenMint(keys.loginSigningKey()).assertion(subject, Duration.ofMinutes(5));
        Answer verified = api.as(Role.BACKEND)
                .post(Service.DATA_SUBJECT_REQUEST, path + "/verification", "{\"assertion\": \"" + assertion + "\"}");
        assertThat(verified.status()).as(verified.described()).isEqualTo(200);
        Eventually.holds(Eventually.SOON, () -> {
            Answer request = api.as(Role.BACKEND).get(Service.DATA_SUBJECT_REQUEST, path);
            assertThat(request.json().path("orders").findValuesAsText("status"))
                    .as(request.described() + logs())
                    .containsExactly("CONFIRMED", "CONFIRMED");
        });
        return path;
    }

    /** What each holder erased for the person, once both confirmed. */
    List<JsonNode> erased(String subject) {
        List<JsonNode> orders = new ArrayList<>();
        Eventually.holds(Eventually.SOON, () -> {
            Answer cases = api.as(Role.BACKEND).get(Service.RETENTION, "/v1/retention-cases?subjectId=" + subject);
            assertThat(cases.json().at("/items/0/orders").findValuesAsText("status"))
                    .as(cases.described() + logs())
                    .containsExactly("CONFIRMED", "CONFIRMED");
            orders.clear();
            cases.json().at("/items/0/orders").forEach(orders::add);
        });
        return orders;
    }

    private String logs() throws IOException {
        return "\n" + Files.readString(directory.resolve(SHOP + ".log"))
                + Files.readString(directory.resolve(DEPOT + ".log"));
    }

    /** What holders answered on Kafka to the order, as events of this type. */
    static List<JsonNode> answers(covenant.local.client.Events kafka, String type, String orderId) {
        return kafka.all(Topic.HOLDER_ACK.topicName()).stream()
                .filter(fact -> fact.type().equals(type)
                        && fact.json().path("orderId").asText().equals(orderId))
                .map(covenant.local.client.Fact::json)
                .toList();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
