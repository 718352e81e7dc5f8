package covenant.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import covenant.testing.SharedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.ConfigProvider;

/** A provider of text messages that answers as the number says, and remembers what it took; and the mail server of these tests. */
public final class SmsGateway implements QuarkusTestResourceLifecycleManager {
    public static final String SECRET = "secret-of-the-tests";

    /** Number -> HTTP status to answer; 200 for all others. */
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private MailGate mail;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/send", this::answer);
        server.createContext("/control", this::control);
        server.start();
        try {
            mail = MailGate.start(SharedServers.directory().resolve("mail"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> config = new HashMap<>(mailConfig());
        config.putAll(gatewayConfig());
        return config;
    }

    private Map<String, String> mailConfig() {
        return Map.of(
                "covenant.mail.host", "127.0.0.1",
                "covenant.mail.port", Integer.toString(mail.port()),
                "covenant.mail.security", "NONE");
    }

    private Map<String, String> gatewayConfig() {
        return Map.of(
                "covenant.gateway.sms.url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/send",
                "covenant.gateway.sms.secret", SECRET,
                "covenant.delivery.pauses", "PT0.1S,PT0.2S",
                "covenant.circuit.failures", "50",
                // Tests run at any hour, and move the clock.
                "covenant.delivery.quiet-hours", "none",
                "covenant.delivery.every", "1s",
                "covenant.incident.alarms.every", "1s",
                "covenant.campaign.every", "1s");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        int status = answers.entrySet().stream()
                .filter(e -> body.contains("\"" + e.getKey() + "\""))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(200);
        reply(exchange, status, "{\"id\":\"provider-1\"}");
    }

    /** {@code /control/<number>/<status>} sets the answer, {@code /control/<number>} tells how often it was asked. */
    private void control(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        if (path.length == 4) {
            answers.put(path[2], Integer.parseInt(path[3]));
        }
        long asked =
                bodies.stream().filter(b -> b.contains("\"" + path[2] + "\"")).count();
        reply(exchange, 200, Long.toString(asked));
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** From here on messages to that number get this status. Over HTTP: tests and their resources live in different class loaders. */
    public static void answer(String number, int status) {
        call("/control/" + number + "/" + status);
    }

    /** How many messages to that number were asked for. */
    public static long asked(String number) {
        return Long.parseLong(call("/control/" + number));
    }

    private static String call(String path) {
        String gateway = ConfigProvider.getConfig().getValue("covenant.gateway.sms.url", String.class);
        return RestAssured.get(gateway.replace("/send", path)).asString();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
        if (mail != null) {
            try {
                mail.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
