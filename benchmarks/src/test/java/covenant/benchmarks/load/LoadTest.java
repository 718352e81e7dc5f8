package covenant.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private final Set<String> authorizations = ConcurrentHashMap.newKeySet();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/created", exchange -> answer(exchange, 201, "{\"id\":1}", false));
        server.createContext("/chunked", exchange -> answer(exchange, 201, "{\"id\":1}".repeat(1000), true));
        server.createContext("/refused", exchange -> answer(exchange, 422, "{\"code\":\"VALIDATION_FAILED\"}", false));
        server.createContext("/broken", HttpExchange::close);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, int status, String body, boolean chunked) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        connections.add(exchange.getRemoteAddress());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, chunked ? 0 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Load.Result drive(String path) {
        return new Load(
                        server.getAddress().getPort(),
                        path,
                        List.of("token-a", "token-b"),
                        7,
                        SHORT,
                        id -> id.getBytes(StandardCharsets.UTF_8))
                .drive();
    }

    @Test
    void everyAcknowledgedPersonWasSentOnce() {
        Load.Result result = drive("/created");

        assertThat(result.errors()).isZero();
        assertThat(result.acknowledged().count()).isPositive().isEqualTo(bodies.size());
        assertThat(result.latencies().count()).isEqualTo(bodies.size());
        assertThat(bodies).contains("bench-r7-c0-n0", "bench-r7-c1-n0");
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void eachClientKeepsItsConnectionAndItsToken() {
        drive("/created");

        assertThat(connections).hasSize(2);
        assertThat(authorizations).containsExactlyInAnyOrder("Bearer token-a", "Bearer token-b");
    }

    @Test
    void anAnswerInChunksIsReadToItsEnd() {
        Load.Result result = drive("/chunked");

        assertThat(result.errors()).isZero();
        assertThat(result.acknowledged().count()).isGreaterThan(2);
        assertThat(connections).hasSize(2);
    }

    @Test
    void aRefusalIsAnErrorThatIsShown() {
        Load.Result result = drive("/refused");

        assertThat(result.acknowledged().count()).isZero();
        assertThat(result.errors()).isEqualTo(bodies.size());
        assertThat(result.failures()).first().asString().contains("422", "VALIDATION_FAILED");
    }

    @Test
    void aBrokenConnectionIsAnErrorAndNotAnAcknowledgement() {
        Load.Result result = drive("/broken");

        assertThat(result.acknowledged().count()).isZero();
        assertThat(result.errors()).isPositive();
        assertThat(result.failures()).first().asString().contains("no answer");
    }

    @Test
    void anAnswerThatDoesNotSayWhatIsExpectedIsAnError() {
        Load.Result good = expecting(new Load.Expected(201, "\"id\":1"));
        Load.Result other = expecting(new Load.Expected(201, "\"id\":2"));

        assertThat(good.errors()).isZero();
        assertThat(other.acknowledged().count()).isZero();
        assertThat(other.failures()).first().asString().contains("201");
    }

    @Test
    void aPacedClientSendsWhenItIsDueAndNotBefore() {
        Load.Result result = new Load(
                        server.getAddress().getPort(),
                        "/created",
                        List.of("token-a", "token-b"),
                        7,
                        SHORT,
                        Duration.ofMillis(100),
                        id -> id.getBytes(StandardCharsets.UTF_8),
                        Load.Expected.CREATED)
                .drive();

        assertThat(result.errors()).isZero();
        // Two clients, one request each 100 ms, for 300 ms.
        assertThat(result.acknowledged().count()).isBetween(4L, 6L);
    }

    private Load.Result expecting(Load.Expected expected) {
        return new Load(
                        server.getAddress().getPort(),
                        "/created",
                        List.of("token-a"),
                        7,
                        SHORT,
                        Duration.ZERO,
                        id -> id.getBytes(StandardCharsets.UTF_8),
                        expected)
                .drive();
    }
}
