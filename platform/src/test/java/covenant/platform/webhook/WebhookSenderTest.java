package covenant.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {
    private static final WebhookSecret SECRET = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final WebhookMessage MESSAGE =
            new WebhookMessage("msg_1", "{\"type\":\"covenant.ErasureOrdered\"}".getBytes(StandardCharsets.UTF_8));

    private final WebhookSender sender = new WebhookSender(Duration.ofSeconds(2), Duration.ofMillis(700), true);
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        sender.close();
    }

    private WebhookResult post(HttpHandler handler) {
        server.createContext("/hook", handler);
        return sender.send(url("/hook"), MESSAGE, List.of(SECRET));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void answer(HttpExchange call, int status) throws IOException {
        call.getRequestBody().readAllBytes();
        call.sendResponseHeaders(status, -1);
        call.close();
    }

    @Test
    void theReceiverCanVerifyWhatItGot() {
        Map<String, String> seen = new ConcurrentHashMap<>();

        WebhookResult result = post(call -> {
            call.getRequestHeaders()
                    .forEach((name, values) -> seen.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            seen.put("body", new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            call.sendResponseHeaders(204, -1);
            call.close();
        });

        assertThat(result).isEqualTo(new WebhookResult.Delivered(204));
        assertThat(seen.get("body")).isEqualTo(new String(MESSAGE.body(), StandardCharsets.UTF_8));
        assertThat(seen.get("content-type")).isEqualTo("application/json");
        assertThat(seen.get("webhook-id")).isEqualTo("msg_1");
        Instant at = Instant.ofEpochSecond(Long.parseLong(seen.get("webhook-timestamp")));
        assertThat(at).isBetween(Instant.now().minusSeconds(10), Instant.now());
        assertThat(seen.get("webhook-signature")).isEqualTo(MESSAGE.signature(at, List.of(SECRET)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 429, 500, 502, 503})
    void everythingButA2xxIsAFailure(int status) {
        assertThat(post(call -> answer(call, status))).isEqualTo(new WebhookResult.Failed("HTTP_" + status, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) {
        AtomicInteger elsewhere = new AtomicInteger();
        server.createContext("/elsewhere", call -> {
            elsewhere.incrementAndGet();
            answer(call, 200);
        });

        WebhookResult result = post(call -> {
            call.getResponseHeaders().add("Location", url("/elsewhere"));
            answer(call, status);
        });

        assertThat(result).isEqualTo(new WebhookResult.Failed("HTTP_" + status, null));
        assertThat(elsewhere).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"120, PT2M", "0, PT0S", "999999, PT1H", "99999999, ", "-5, ", "soon, "})
    void theReceiverMayAskForAPauseOfUpToAnHour(String header, Duration pause) {
        WebhookResult result = post(call -> {
            call.getResponseHeaders().add("Retry-After", header);
            answer(call, 503);
        });

        assertThat(result).isEqualTo(new WebhookResult.Failed("HTTP_503", pause));
    }

    @Test
    void aReceiverThatDoesNotAnswerIsGivenUpAfterTheTimeOut() {
        Instant start = Instant.now();

        WebhookResult result = post(call -> {
            try {
                released.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            call.close();
        });

        assertThat(result).isEqualTo(WebhookResult.Failed.of("TIMEOUT"));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anAnswerWithoutEndIsNotRead() {
        WebhookResult result = post(call -> {
            call.sendResponseHeaders(200, 0);
            try {
                while (released.getCount() > 0) {
                    call.getResponseBody().write(new byte[8192]);
                }
            } catch (IOException closedByTheCaller) {
                call.close();
            }
        });

        assertThat(result).isEqualTo(new WebhookResult.Delivered(200));
    }

    @Test
    void nobodyListensIsAFailure() {
        String url = url("/hook");
        server.stop(0);

        assertThat(sender.send(url, MESSAGE, List.of(SECRET))).isEqualTo(WebhookResult.Failed.of("CONNECT_FAILED"));
    }

    @Test
    void outsideTheSandboxTheOwnNetworkIsNotCalled() {
        AtomicInteger calls = new AtomicInteger();
        server.createContext("/hook", call -> {
            calls.incrementAndGet();
            answer(call, 200);
        });
        try (WebhookSender strict = new WebhookSender(Duration.ofSeconds(2), Duration.ofSeconds(2), false)) {
            String address = "https://127.0.0.1:" + server.getAddress().getPort() + "/hook";
            assertThat(strict.send(address, MESSAGE, List.of(SECRET)))
                    .isEqualTo(WebhookResult.Failed.of("ADDRESS_NOT_ALLOWED"));
            assertThat(strict.send(address.replace("127.0.0.1", "localhost"), MESSAGE, List.of(SECRET)))
                    .isEqualTo(WebhookResult.Failed.of("ADDRESS_NOT_ALLOWED"));
            assertThat(strict.send(url("/hook"), MESSAGE, List.of(SECRET)))
                    .isEqualTo(WebhookResult.Failed.of("SCHEME_NOT_ALLOWED"));
        }
        assertThat(calls).hasValue(0);
    }
}
