package covenant.request;

import static covenant.request.Api.as;
import static covenant.request.Api.awaitStatus;
import static covenant.request.Api.backend;
import static covenant.request.Api.get;
import static covenant.request.Api.newSubject;
import static covenant.request.Api.verified;
import static covenant.request.Api.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import covenant.contracts.Topic;
import covenant.embedded.identity.TokenRequest;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holders that are down, slow or lie; transfers that break; the same thing twice at the same moment. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RobustnessIT {
    private final KafkaTap kafka = new KafkaTap();

    @BeforeEach
    void publishKey() {
        Api.notificationService();
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    @Tag("AC-35")
    void aRepeatedResultGetsTheFirstAnswerAndADifferentOneIsAConflictThatChangesNothing() throws Exception {
        String subject = newSubject();
        Api.register(kafka, "rob-rep", "INTERNAL", "device.imsi");
        String id = verified(wish(subject, "ACCESS", "device.imsi"));
        String order = Api.orderOf(id, "rob-rep");
        String first = "{\"outcome\":\"DELIVERED\",\"data\":{\"device.imsi\":[{\"a\":\"first\",\"b\":1}]}}";
        String sameInOtherWords =
                "{\"data\": {\"device.imsi\": [{\"b\": 1, \"a\": \"first\"}]}, \"outcome\": \"DELIVERED\"}";
        handIn(order, first).statusCode(200).body("status", equalTo("CONFIRMED"));
        awaitStatus(id, "COMPLETED");
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> Rows.text("select count(*) from delivery where order_id = '" + order + "'")
                        .equals("0"));

        handIn(order, first).statusCode(200).body("status", equalTo("CONFIRMED"));
        handIn(order, sameInOtherWords).statusCode(200);
        String streamed = "{\"device.imsi\": [{\"b\": 1.0, \"a\": \"first\"}]}";
        stream("rob-rep", order, streamed).statusCode(200).body("status", equalTo("CONFIRMED"));
        stream("rob-rep", order, streamed.replace("first", "second"))
                .statusCode(409)
                .body("code", equalTo("STATE_CONFLICT"));
        for (String other : List.of(
                first.replace("first", "second"), first.replace(":1", ":\"1\""), "{\"outcome\":\"NOTHING_HELD\"}")) {
            handIn(order, other).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
        }

        get(id).body("orders.find { it.id == '" + order + "' }.status", equalTo("CONFIRMED"));
        assertThat(Api.download(id).get("data.json")).contains("first").doesNotContain("second");
        assertThat(Rows.text("select encode(digest, 'escape') from handed_in where order_id = '" + order + "'"))
                .isNotEmpty()
                .doesNotMatch("(?s).*[0-9a-f]{64}.*");
    }

    @Test
    @Tag("AC-35")
    void aRepeatedStreamGetsTheFirstAnswerAndADifferentOneIsAConflictThatChangesNothing() throws Exception {
        String subject = newSubject();
        Api.register(kafka, "rob-put", "INTERNAL", "education_work.occupation", "cookie.id");
        String id = verified(wish(subject, "ACCESS", "education_work.occupation", "cookie.id"));
        String order = Api.orderOf(id, "rob-put");
        String first = "{\"education_work.occupation\":[{\"a\":\"first\",\"n\":[1,2]}],\"cookie.id\":[\"x\"]}";
        String inOtherWords =
                "{ \"cookie.id\": [\"x\"], \"education_work.occupation\": [{\"n\": [1, 2.0], \"a\": \"first\"}] }";
        String other = first.replace("[1,2]", "[2,1]");
        String token = Tokens.holder("rob-put");

        AtomicInteger calls = new AtomicInteger();

        List<Integer> answers = atOnce(
                4,
                () -> as(token)
                        .body(calls.getAndIncrement() % 2 == 0 ? first : other)
                        .put("/v1/orders/" + order + "/data")
                        .statusCode());

        assertThat(answers).filteredOn(status -> status == 200).hasSize(2);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(2);
        awaitStatus(id, "COMPLETED");
        boolean firstWon =
                Api.download(id).get("data.json").replaceAll("\\s", "").contains("[1,2]");
        stream("rob-put", order, firstWon ? inOtherWords : other)
                .statusCode(200)
                .body("status", equalTo("CONFIRMED"));
        for (String different : List.of(firstWon ? other : first, "{}", first.replace("\"x\"", "1e99999999999"))) {
            stream("rob-put", order, different).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
        }
        stream("rob-put", order, "{\"education_work.occupation\":[").statusCode(400);
        assertThat(Rows.text("select count(*) from blob where subject_id = '" + subject + "' and not attached"))
                .as("nothing of what lost is kept")
                .isEqualTo("0");
    }

    private static io.restassured.response.ValidatableResponse stream(String holder, String order, String body) {
        return as(Tokens.holder(holder))
                .body(body)
                .put("/v1/orders/" + order + "/data")
                .then();
    }

    private static io.restassured.response.ValidatableResponse handIn(String order, String body) {
        return as(Tokens.holder("rob-rep"))
                .body(body)
                .post("/v1/orders/" + order + "/result")
                .then();
    }

    @Test
    void aForeignOrderAWrongOrderAndASecondAnswerChangeNothing() throws Exception {
        String subject = newSubject();
        Api.register(kafka, "rob-a", "INTERNAL", "device.serial");
        Api.register(kafka, "rob-b", "INTERNAL", "device.serial");
        String id = verified(wish(subject, "RESTRICTION", "device.serial"));
        String first = Api.orderOf(id, "rob-a");
        String second = Api.orderOf(id, "rob-b");

        kafka.publish(
                Topic.HOLDER_ACK,
                subject,
                "RestrictionApplied",
                "{\"orderId\":\"" + first + "\",\"holderId\":\"rob-b\"}");
        DeadLetters.of(kafka, Topic.HOLDER_ACK).await(letter -> letter.value().contains(first), Api.SOON);
        kafka.publish(Topic.HOLDER_ACK, subject, "CorrectionApplied", "{\"orderId\":\"" + first + "\"}");
        kafka.publish(Topic.HOLDER_ACK, subject, "RestrictionApplied", "{\"orderId\":\"" + UUID.randomUUID() + "\"}");
        String answer = "{\"orderId\":\"" + first + "\"}";
        kafka.publish(Topic.HOLDER_ACK, subject, "RestrictionApplied", answer);
        kafka.publish(Topic.HOLDER_ACK, subject, "RestrictionApplied", answer);
        Awaitility.await()
                .atMost(Api.SOON)
                .untilAsserted(
                        () -> get(id).body("orders.find { it.id == '" + first + "' }.status", equalTo("CONFIRMED")));
        get(id).body("status", equalTo("EXECUTING"))
                .body("orders.find { it.id == '" + second + "' }.status", equalTo("REQUESTED"));
        as(Tokens.holder("rob-a"))
                .body(Map.of("outcome", "APPLIED"))
                .post("/v1/orders/" + second + "/result")
                .then()
                .statusCode(403);
        kafka.publish(Topic.HOLDER_ACK, subject, "RestrictionApplied", "{\"orderId\":\"" + second + "\"}");

        awaitStatus(id, "COMPLETED");
        assertThat(Rows.text("select count(*) from request_timeline where request_id = '" + id
                        + "' and event = 'RequestCompleted'"))
                .isEqualTo("1");
    }

    @Test
    @Tag("AC-57")
    void aWebhookThatIsDownGetsItsOrderSignedWhenItIsBackAndARedirectIsNotFollowed() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/orders", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(exchange.getRequestHeaders().getFirst("webhook-signature") + " "
                    + exchange.getRequestHeaders().getFirst("webhook-id") + " " + body);
            answer(exchange, seen.size() == 1 ? 503 : seen.size() == 2 ? 302 : 204);
        });
        server.createContext("/stolen", exchange -> {
            seen.add("STOLEN");
            answer(exchange, 204);
        });
        server.start();
        try {
            String subject = newSubject();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/orders";
            kafka.publish(
                    Topic.HOLDER,
                    "hook-core",
                    "HolderRegistered",
                    "{\"holder\":{\"holderId\":\"hook-core\",\"kind\":\"INTERNAL\",\"name\":\"Hook\",\"categories\":[\"device.mac\"],"
                            + "\"purposes\":[\"SERVICE_DELIVERY\"],\"country\":\"CN\",\"transport\":\"WEBHOOK\",\"url\":\""
                            + url
                            + "\",\"backupMaxAge\":\"P30D\",\"status\":\"ACTIVE\",\"main\":false}}");
            Awaitility.await()
                    .atMost(Api.SOON)
                    .until(() -> !Rows.text("select 1 from holder where id = 'hook-core'")
                            .isEmpty());

            String id = verified(wish(subject, "ACCESS", "device.mac"));
            for (int i = 1; i <= 2; i++) {
                int calls = i;
                Awaitility.await().atMost(Api.SOON).until(() -> seen.size() >= calls);
                Api.clock("PT2H");
            }

            Awaitility.await()
                    .atMost(Api.SOON)
                    .untilAsserted(() -> get(id).body("orders[0].status", equalTo("REQUESTED")));
            assertThat(seen).hasSize(3).doesNotContain("STOLEN");
            assertThat(seen).allMatch(call -> call.startsWith("v1,") || call.startsWith("v1a,"));
            assertThat(seen.stream().map(call -> call.split(" ")[1]).distinct()).hasSize(1);
            Api.deliver(Api.orderOf(id, "hook-core"), "hook-core", Map.of("device.mac", List.of("AA")))
                    .statusCode(200);
            awaitStatus(id, "COMPLETED");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        "http://127.0.0.1:" + exchange.getLocalAddress().getPort() + "/stolen");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** What a person expects: her line broke, so she tries again. Nobody else gets a second copy. */
    @Test
    @Tag("R-5.1.2-2")
    void aTransferThatBreaksLosesNothingAndOneThatDidNotArriveGetsANewLink() throws Exception {
        String subject = newSubject();
        Api.register(kafka, "big-core", "INTERNAL", "device.crash_log");
        String id = verified(wish(subject, "ACCESS", "device.crash_log"));
        try (InputStream big = new Items(24_000)) {
            as(Tokens.holder("big-core"))
                    .body(big)
                    .put("/v1/orders/" + Api.orderOf(id, "big-core") + "/data")
                    .then()
                    .statusCode(200);
        }
        awaitStatus(id, "COMPLETED");

        breakOff(id);

        Awaitility.await()
                .atMost(Api.SOON)
                .untilAsserted(() -> get(id).body("answer.package.status", equalTo("READY")));
        assertThat(Api.download(id).get("data.json")).contains("\"n\":23999");
        backend().get("/v1/requests/" + id + "/package").then().statusCode(410);
        String link = "/v1/requests/" + id + "/package/link";
        as(Tokens.subject(subject)).post(link).then().statusCode(401);
        as(Tokens.subject(newSubject())).post(link).then().statusCode(404);
        as(Tokens.mint(TokenRequest.of(subject, "SUBJECT").withSecondFactor()))
                .post(link)
                .then()
                .statusCode(200)
                .body("status", equalTo("READY"));
        assertThat(Api.download(id)).containsKey("index.html");

        Api.clock("PT2H");

        Awaitility.await()
                .atMost(Duration.ofSeconds(45))
                .until(() -> Rows.text("select count(*) from blob where subject_id = '" + subject + "'")
                        .equals("0"));
        backend().post(link).then().statusCode(410);
    }

    private static void breakOff(String id) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setReceiveBufferSize(4096);
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write(("GET /v1/requests/" + id + "/package HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + Tokens.backend() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] begin = socket.getInputStream().readNBytes(2048);
            assertThat(new String(begin, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    @Tag("R-5.1.2-2")
    void ofTwoDownloadsAtOnceOneGetsThePackage() throws Exception {
        String id = verified(wish(newSubject(), "ACCESS", "location.coarse"));
        awaitStatus(id, "COMPLETED");
        String token = Tokens.backend();

        List<Integer> answers =
                atOnce(6, () -> as(token).get("/v1/requests/" + id + "/package").statusCode());

        assertThat(answers).containsOnlyOnce(200).filteredOn(s -> s != 200).containsOnly(410);
    }

    @Test
    @Tag("R-5.2.1-4")
    void guessesAtOnceAreCountedEach() throws Exception {
        String subject = newSubject();
        String id = Api.file(wish(subject, "COMPLAINT"));
        Api.challenge(id);
        String token = Tokens.backend();

        List<Integer> answers = atOnce(
                8,
                () -> as(token)
                        .body(Map.of("code", "00000000"))
                        .post("/v1/requests/" + id + "/verification")
                        .statusCode());

        assertThat(answers).filteredOn(s -> s == 403).hasSize(3);
        assertThat(answers).filteredOn(s -> s == 429).hasSize(5);
    }

    @Test
    void aRequestIsProvenOnceAndItsOrdersArePlacedOnce() throws Exception {
        String subject = newSubject();
        Api.register(kafka, "once-core", "INTERNAL", "device.os");
        String id = Api.file(wish(subject, "ACCESS", "device.os"));
        String token = Tokens.operator();

        List<Integer> answers = atOnce(
                6,
                () -> as(token)
                        .body(Map.of(
                                "document", Map.of("kind", "ID_CARD", "evidence", "file 1"), "outcome", "VERIFIED"))
                        .post("/v1/requests/" + id + "/verification")
                        .statusCode());

        assertThat(answers).containsOnlyOnce(200).filteredOn(s -> s != 200).containsOnly(409);
        assertThat(Rows.text(
                        "select count(*) from holder_order where owner_id = '" + id + "' and holder_id = 'once-core'"))
                .isEqualTo("1");
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            for (Future<T> answer : threads.invokeAll(java.util.Collections.nCopies(times, call))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    /** About 24 MB that does not compress, made while it is read. */
    private static final class Items extends InputStream {
        private final int count;
        private final java.util.Random random = new java.util.Random(7);
        private byte[] piece = "{\"device.crash_log\":[".getBytes(StandardCharsets.US_ASCII);
        private int position;
        private int next;

        Items(int count) {
            this.count = count;
        }

        @Override
        public int read() {
            if (position == piece.length && !more()) {
                return -1;
            }
            return piece[position++] & 0xFF;
        }

        private boolean more() {
            if (next > count) {
                return false;
            }
            byte[] noise = new byte[750];
            random.nextBytes(noise);
            String text = next == count
                    ? "]}"
                    : (next == 0 ? "" : ",") + "{\"n\":" + next + ",\"x\":\""
                            + java.util.Base64.getEncoder().encodeToString(noise) + "\"}";
            next++;
            piece = text.getBytes(StandardCharsets.US_ASCII);
            position = 0;
            return true;
        }
    }
}
