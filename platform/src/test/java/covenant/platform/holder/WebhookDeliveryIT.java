package covenant.platform.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import covenant.contracts.HolderEntry;
import covenant.platform.webhook.WebhookResult;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class WebhookDeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    record Call(String id, String timestamp, String signature, String body) {}

    @Inject
    HolderOrders orders;

    @Inject
    HolderRegistry registry;

    @Inject
    WebhookDeliveryStore deliveries;

    @Inject
    WebhookSettlement settlement;

    @Inject
    WebhookSecrets secrets;

    @Inject
    HolderCircuit circuit;

    @Inject
    ObjectMapper json;

    @Inject
    Jdbi jdbi;

    private final KafkaTap tap = new KafkaTap();
    private final String subject = "s-" + UUID.randomUUID();
    private final UUID owner = UUID.randomUUID();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger failuresFirst = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hook", call -> {
            var headers = call.getRequestHeaders();
            calls.add(new Call(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            call.sendResponseHeaders(failuresFirst.getAndDecrement() > 0 ? 500 : 202, -1);
            call.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        tap.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private String hook(String kind) {
        return HolderFixture.registered(tap, registry, kind, "WEBHOOK", url());
    }

    private HolderOrder place(NewOrder order) {
        return QuarkusTransaction.requiringNew().call(() -> orders.place(order));
    }

    private HolderOrder erasure(String holder) {
        return place(Orders.erasure(owner, holder, subject, Instant.now().plusSeconds(86_400)));
    }

    private HolderOrder awaitStatus(HolderOrder order, OrderStatus status) {
        return await().atMost(PATIENCE)
                .until(() -> orders.find(order.id()).orElseThrow(), now -> now.status() == status);
    }

    private static String hmac(byte[] secret, String content) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Tag("R-4.2.2-5")
    void a500IsNoConfirmationAndNoDeliveryAndTheNextTryIs() throws Exception {
        failuresFirst.set(1);
        String holder = hook("INTERNAL");

        HolderOrder order = erasure(holder);
        assertThat(order.status()).isEqualTo(OrderStatus.PENDING);
        HolderOrder requested = awaitStatus(order, OrderStatus.REQUESTED);

        assertThat(requested.attempts()).isEqualTo(2);
        assertThat(requested.outcome()).isNull();
        assertThat(RecordingService.told(order.id())).containsExactly("requested REQUESTED");
        assertThat(calls).hasSize(2).extracting(Call::id).containsOnly("msg_" + order.id() + "_0");
        byte[] secret = Base64.getDecoder()
                .decode(secrets.of(holder).getFirst().reveal().substring(6));
        for (Call call : calls) {
            assertThat(call.signature())
                    .isEqualTo(hmac(secret, call.id() + "." + call.timestamp() + "." + call.body()));
        }
        JsonNode body = json.readTree(calls.getFirst().body());
        assertThat(body.path("type").asText()).isEqualTo("covenant.ErasureOrdered");
        assertThat(Instant.parse(body.path("timestamp").asText())).isEqualTo(order.placedAt());
        assertThat(body.path("data").path("orderId").asText())
                .isEqualTo(order.id().toString());
        assertThat(body.path("data").path("subjectId").asText()).isEqualTo(subject);
        assertThat(body.path("data").path("categories").size()).isEqualTo(2);
    }

    @Test
    @Tag("R-5.2-7")
    void aRecipientGetsTheSharedReferenceAndNoSubjectId() throws Exception {
        HolderOrder order = place(
                Orders.erasure(owner, hook("PARTNER"), subject, Instant.now().plusSeconds(86_400))
                        .reference("ref-9"));
        awaitStatus(order, OrderStatus.REQUESTED);

        assertThat(calls.getFirst().body())
                .contains("\"reference\":\"ref-9\"")
                .doesNotContain(subject, "subjectId", "accountId", "\"a-1\"");
    }

    @Test
    void aConfiguredSecretSignsWithItsPredecessor() throws Exception {
        String holder = "hook.configured";
        HolderFixture.publish(tap, holder, HolderFixture.entry(holder, "PARTNER", "WEBHOOK", url()), 0);
        await().atMost(PATIENCE)
                .until(() ->
                        registry.find(holder).filter(h -> url().equals(h.url())).isPresent());

        awaitStatus(erasure(holder), OrderStatus.REQUESTED);

        Call call = calls.getFirst();
        String content = call.id() + "." + call.timestamp() + "." + call.body();
        byte[] older = new byte[32];
        IntStream.range(0, 32).forEach(i -> older[i] = (byte) i);
        assertThat(call.signature().split(" "))
                .containsExactly(
                        hmac(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), content),
                        hmac(older, content));
    }

    @Test
    void afterSeventyTwoHoursItIsEscalatedAndALateAnswerStillCounts() {
        failuresFirst.set(Integer.MAX_VALUE);
        String holder = hook("PARTNER");
        HolderOrder order = erasure(holder);
        await().atMost(PATIENCE).until(() -> !calls.isEmpty());
        assertThat(RecordingService.told(order.id())).isEmpty();
        jdbi.useHandle(h -> h.execute(
                "update webhook_delivery set give_up_at = now() - interval '1 hour' where order_id = ?", order.id()));

        HolderOrder escalated = awaitStatus(order, OrderStatus.ESCALATED);

        assertThat(escalated.overdueAt()).isNull();
        assertThat(RecordingService.told(order.id())).containsExactly("escalated ESCALATED");
        assertThat(deliveriesOf(order)).isZero();
        tap.publish(
                covenant.contracts.Topic.HOLDER_ACK,
                subject,
                "ErasureConfirmed",
                "{\"orderId\":\"%s\",\"outcome\":\"ERASED\",\"records\":1}".formatted(order.id()));
        awaitStatus(order, OrderStatus.CONFIRMED);
    }

    @Test
    void aHolderThatFailsAgainAndAgainIsLeftAloneAndTheOthersAreNot() {
        failuresFirst.set(Integer.MAX_VALUE);
        String broken = hook("PARTNER");
        QuarkusTransaction.requiringNew()
                .run(() -> orders.placeAll(IntStream.range(0, 40)
                        .mapToObj(i -> Orders.erasure(
                                owner, broken, subject, Instant.now().plusSeconds(86_400)))
                        .toList()));
        await().atMost(PATIENCE).until(() -> openUntil(broken) != null);
        int whenOpened = calls.size();
        failuresFirst.set(0);

        HolderOrder other = erasure(hook("PARTNER"));
        awaitStatus(other, OrderStatus.REQUESTED);

        assertThat(calls.size()).isLessThan(40);
        assertThat(calls.size() - whenOpened).isLessThanOrEqualTo(9);
        jdbi.useHandle(h -> h.execute(
                "update holder_circuit set open_until = now() - interval '1 second' where holder_id = ?", broken));
        await().atMost(PATIENCE)
                .until(() -> orders.ofOwner(owner).stream().allMatch(order -> order.status() == OrderStatus.REQUESTED));
        assertThat(openUntil(broken)).isNull();
    }

    @Test
    @Tag("R-4.2.2-5")
    void aSlowHolderIsGivenUpAfterTheTimeOutTriedAgainLaterAndHoldsUpNobody() {
        CountDownLatch awake = new CountDownLatch(1);
        server.createContext("/slow", call -> {
            call.getRequestBody().readAllBytes();
            try {
                awake.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            call.sendResponseHeaders(202, -1);
            call.close();
        });
        String slow = HolderFixture.registered(tap, registry, "INTERNAL", "WEBHOOK", url().replace("/hook", "/slow"));
        String quick = hook("INTERNAL");
        Instant dueBy = Instant.now().plusSeconds(86_400);
        List<HolderOrder> placed = QuarkusTransaction.requiringNew()
                .call(() -> orders.placeAll(List.of(
                        Orders.erasure(owner, slow, subject, dueBy),
                        Orders.erasure(owner, slow, subject, dueBy),
                        Orders.erasure(owner, quick, subject, dueBy))));
        List<HolderOrder> waiting = placed.subList(0, 2);

        awaitStatus(placed.getLast(), OrderStatus.REQUESTED);
        assertThat(waiting)
                .as("the other holder had its order before the slow one was given up")
                .allSatisfy(order -> assertThat(failure(order)).isEmpty());

        await().atMost(PATIENCE)
                .until(() -> waiting.stream().allMatch(order -> failure(order).equals("TIMEOUT")));
        awake.countDown();
        waiting.forEach(order ->
                assertThat(awaitStatus(order, OrderStatus.REQUESTED).attempts()).isGreaterThan(1));
    }

    private String failure(HolderOrder order) {
        return jdbi.withHandle(
                h -> h.createQuery("select coalesce(last_failure, '') from webhook_delivery where order_id = ?")
                        .bind(0, order.id())
                        .mapTo(String.class)
                        .findOne()
                        .orElse("gone"));
    }

    @Test
    void whatCouldNotBeTriedBecauseTheHolderFailsIsEscalatedToo() {
        HolderOrder order = erasure(parked());
        jdbi.useHandle(h -> h.execute(
                "update webhook_delivery set give_up_at = now() - interval '1 hour' where order_id = ?", order.id()));

        awaitStatus(order, OrderStatus.ESCALATED);

        assertThat(calls).isEmpty();
        assertThat(RecordingService.told(order.id())).containsExactly("escalated ESCALATED");
    }

    @Test
    void ofTwoReplicasOneTriesAHolderOut() throws Exception {
        String holder = "h-" + UUID.randomUUID();
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < HolderCircuit.FAILURES_TO_OPEN; i++) {
                circuit.failed(holder, now.minusSeconds(3_600));
            }
        });

        List<Integer> admitted = atOnce(
                6,
                () -> QuarkusTransaction.requiringNew()
                        .call(() -> circuit.admitted(holder, 8, now, now.plusSeconds(60))));

        assertThat(admitted).containsExactlyInAnyOrder(1, 0, 0, 0, 0, 0);
        assertThat(QuarkusTransaction.requiringNew().call(() -> circuit.admitted("h-fine", 8, now, now)))
                .isEqualTo(8);
    }

    @Test
    void replicasShareTheWorkAndAStaleClaimSettlesNothing() throws Exception {
        String holder = parked();
        List<HolderOrder> placed = QuarkusTransaction.requiringNew()
                .call(() -> orders.placeAll(IntStream.range(0, 100)
                        .mapToObj(i -> Orders.erasure(
                                owner, holder, subject, Instant.now().plusSeconds(86_400)))
                        .toList()));
        Instant now = Instant.now().plusSeconds(1);

        List<List<WebhookDelivery>> claims = atOnce(
                8,
                () -> QuarkusTransaction.requiringNew()
                        .call(() -> deliveries.claim(holder, 50, now, now.plusSeconds(60))));

        Set<UUID> distinct = new HashSet<>();
        List<WebhookDelivery> all = claims.stream().flatMap(List::stream).toList();
        all.forEach(claim -> distinct.add(claim.orderId()));
        assertThat(all).hasSameSizeAs(distinct).hasSameSizeAs(placed);

        WebhookDelivery stale = all.getFirst();
        Instant later = now.plusSeconds(120);
        WebhookDelivery fresh =
                QuarkusTransaction.requiringNew()
                        .call(() -> deliveries.claim(holder, 100, later, later.plusSeconds(60)))
                        .stream()
                        .filter(claim -> claim.orderId().equals(stale.orderId()))
                        .findFirst()
                        .orElseThrow();
        settlement.settle(stale, new WebhookResult.Delivered(200));
        assertThat(orders.find(stale.orderId()).orElseThrow().status()).isEqualTo(OrderStatus.PENDING);
        settlement.settle(fresh, new WebhookResult.Delivered(200));
        settlement.settle(fresh, new WebhookResult.Delivered(200));
        assertThat(orders.find(stale.orderId()).orElseThrow().status()).isEqualTo(OrderStatus.REQUESTED);
        assertThat(RecordingService.told(stale.orderId())).containsExactly("requested REQUESTED");
    }

    @Test
    void openOrdersFollowAHolderThatMoves() {
        String holder = "h-" + UUID.randomUUID();
        HolderOrder order = erasure(holder);
        assertThat(order.transport()).isEqualTo(HolderEntry.Transport.KAFKA);

        HolderFixture.publish(tap, holder, HolderFixture.entry(holder, "PARTNER", "WEBHOOK", url()), 1);
        await().atMost(PATIENCE).until(() -> calls.size() == 1);
        failuresFirst.set(Integer.MAX_VALUE);
        HolderOrder second = erasure(holder);
        HolderFixture.publish(tap, holder, HolderFixture.entry(holder, "PARTNER", "REST", null), 2);

        assertThat(awaitStatus(second, OrderStatus.REQUESTED).transport()).isEqualTo(HolderEntry.Transport.REST);
        assertThat(deliveriesOf(second)).isZero();
    }

    @Test
    void anAnsweredOrderIsNotPostedAnyMore() {
        failuresFirst.set(Integer.MAX_VALUE);
        String holder = hook("PARTNER");
        HolderOrder order = erasure(holder);
        await().atMost(PATIENCE).until(() -> !calls.isEmpty());

        QuarkusTransaction.requiringNew().run(() -> orders.cancelOpen(owner));

        assertThat(deliveriesOf(order)).isZero();
        assertThat(orders.find(order.id()).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    /** A holder with a webhook whose circuit stays open, so that the application's own sweep leaves it to the test. */
    private String parked() {
        String holder = hook("PARTNER");
        jdbi.useHandle(h -> h.execute(
                "insert into holder_circuit (holder_id, failures, open_until) values (?, 5, now() + interval '1 day')",
                holder));
        return holder;
    }

    private int deliveriesOf(HolderOrder order) {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from webhook_delivery where order_id = :id")
                .bind("id", order.id())
                .mapTo(Integer.class)
                .one());
    }

    private Instant openUntil(String holder) {
        return jdbi.withHandle(h -> h.createQuery("select open_until from holder_circuit where holder_id = :holder")
                .bind("holder", holder)
                .mapTo(Instant.class)
                .findOne()
                .orElse(null));
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(
                    IntStream.range(0, times).mapToObj(i -> work).toList())) {
                results.add(future.get());
            }
            return results;
        }
    }
}
