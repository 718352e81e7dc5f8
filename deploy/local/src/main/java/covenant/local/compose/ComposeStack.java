package covenant.local.compose;

import covenant.contracts.Topic;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Storage;
import covenant.local.demo.Stage;
import covenant.local.stack.Service;
import covenant.local.stack.StackPorts;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * The stack of {@code docker-compose.yml} with {@code deploy/compose/sandbox.yml}, which opens Kafka and PostgreSQL to this machine and makes the
 * clock movable. Every connection is TLS, checked against the stack's own authority.
 */
public final class ComposeStack {

    private static final String HERE = "https://localhost";
    private static final String KEYCLOAK = HERE + ":8443";
    private static final int MAIL = 8025;
    private static final int WITNESS = 0;

    private final Secrets secrets;
    private final SSLContext trust;
    private final KeycloakTokens tokens;

    /** @param directory what {@code deploy/compose/generate.sh} made */
    public ComposeStack(Path directory) {
        secrets = new Secrets(directory);
        trust = secrets.trust();
        Realm realm = new Realm(
                KEYCLOAK,
                new Login(KEYCLOAK, "master", this::http),
                http().build(),
                secrets.variable("keycloak", "KC_BOOTSTRAP_ADMIN_PASSWORD"));
        tokens = new KeycloakTokens(
                realm,
                new Login(KEYCLOAK, "covenant", this::http),
                secrets.variable("keycloak", "COVENANT_BACKEND_SECRET"));
    }

    /** Trusts the stack's authority alone. */
    public HttpClient.Builder http() {
        return HttpClient.newBuilder().sslContext(trust);
    }

    /** The same for programs that make their own connections. */
    public SSLContext trust() {
        return trust;
    }

    public Api api() {
        return new Api(ports(), HERE, tokens, http());
    }

    /** Watches as Kafka's administrator; the company's systems publish under their own certificates and rights. */
    public Events events() {
        return new Events(
                client("kafka"),
                topic -> client(topic.equals(Topic.ACCOUNT.topicName()) ? "account-system" : "data-holder"));
    }

    private Map<String, Object> client(String name) {
        Map<String, Object> client = new HashMap<>(secrets.kafkaClient(name));
        client.put("bootstrap.servers", "localhost:" + StackPorts.KAFKA);
        return client;
    }

    private Storage storage() {
        return new Storage(
                database -> "jdbc:postgresql://localhost:" + StackPorts.POSTGRES + "/" + database
                        + "?sslmode=verify-full&sslrootcert=" + secrets.authority(),
                secrets.variable("postgres", "POSTGRES_PASSWORD"));
    }

    public Stage stage() {
        return new Stage(
                api(), this::events, new SentMails(HERE + ":" + MAIL, http().build()), storage(), tokens::enrol);
    }

    private static StackPorts ports() {
        Map<Service, List<Integer>> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            services.put(service, List.of(service.defaultPort()));
        }
        return new StackPorts(services, StackPorts.KAFKA, StackPorts.POSTGRES, MAIL, WITNESS);
    }
}
