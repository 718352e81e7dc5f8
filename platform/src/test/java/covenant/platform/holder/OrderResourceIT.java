package covenant.platform.holder;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class OrderResourceIT {
    @Inject
    HolderOrders orders;

    private final String holder = "h-" + UUID.randomUUID();
    private final String subject = "s-" + UUID.randomUUID();
    private final UUID owner = UUID.randomUUID();

    private HolderOrder place(NewOrder order) {
        return QuarkusTransaction.requiringNew().call(() -> orders.place(order));
    }

    private HolderOrder erasure() {
        return place(Orders.erasure(owner, holder, subject, Instant.now().plusSeconds(86_400)));
    }

    private HolderOrder access() {
        return place(NewOrder.access(
                owner, holder, subject, List.of("profile.tag"), Instant.now().plusSeconds(86_400)));
    }

    private RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private RequestSpecification asHolder() {
        return as(Tokens.holder(holder));
    }

    private ValidatableResponse result(HolderOrder order, String body) {
        return asHolder()
                .contentType("application/json")
                .body(body)
                .post("/v1/orders/{id}/result", order.id())
                .then();
    }

    @Test
    void aHolderReadsItsOwnOrders() {
        HolderOrder order = erasure();

        asHolder()
                .get("/v1/orders?status=REQUESTED")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(order.id().toString()))
                .body("items[0].kind", equalTo("ERASURE"))
                .body("items[0].holder", equalTo(holder))
                .body("items[0].status", equalTo("REQUESTED"))
                .body("items[0].subjectId", equalTo(subject))
                .body("items[0].categories", equalTo(List.of("browsing.history", "profile.tag")))
                .body("items[0].method", equalTo("DELETE"))
                .body("items[0].attempts", equalTo(1))
                .body("next", nullValue());
        asHolder().get("/v1/orders?status=CONFIRMED").then().statusCode(200).body("items", hasSize(0));
        asHolder().get("/v1/orders?status=LOST").then().statusCode(422).body("code", equalTo("VALIDATION_FAILED"));
        asHolder().get("/v1/orders/" + order.id()).then().statusCode(200).body("corrections", nullValue());
    }

    @Test
    @Tag("R-5.2-7")
    void aRecipientThatSharesAReferenceIsToldNoSubjectId() {
        HolderOrder order =
                place(Orders.erasure(owner, holder, subject, Instant.now().plusSeconds(86_400))
                        .reference("ref-7"));

        asHolder()
                .get("/v1/orders/" + order.id())
                .then()
                .statusCode(200)
                .body("reference", equalTo("ref-7"))
                .body("subjectId", nullValue())
                .body("accountId", nullValue());
    }

    @Test
    void valuesOfACorrectionAreReadHere() {
        HolderOrder order = place(NewOrder.correction(owner, holder, subject, List.of("basic.address"), Orders.DUE));

        asHolder()
                .get("/v1/orders/" + order.id())
                .then()
                .statusCode(200)
                .body("corrections[0].category", equalTo("basic.address"))
                .body("corrections[0].value", equalTo("1 Invented Street"));
        asHolder().get("/v1/orders").then().statusCode(200).body("items[0].corrections", nullValue());
    }

    @Test
    void anotherHoldersOrderIsForbiddenAndAnUnknownOneNotFound() {
        HolderOrder order = erasure();
        String body = "{\"outcome\":\"ERASED\",\"records\":1}";
        for (String token :
                List.of(Tokens.holder("h-other"), Tokens.backend(), Tokens.subject(subject), Tokens.ops())) {
            as(token).get("/v1/orders/" + order.id()).then().statusCode(403).body("code", equalTo("FORBIDDEN"));
            as(token)
                    .contentType("application/json")
                    .body(body)
                    .post("/v1/orders/" + order.id() + "/result")
                    .then()
                    .statusCode(403);
            as(token)
                    .contentType("application/json")
                    .body("{}")
                    .put("/v1/orders/" + order.id() + "/data")
                    .then()
                    .statusCode(403);
        }
        given().get("/v1/orders").then().statusCode(401);
        asHolder().get("/v1/orders/" + UUID.randomUUID()).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        asHolder()
                .contentType("application/json")
                .body(body)
                .post("/v1/orders/" + UUID.randomUUID() + "/result")
                .then()
                .statusCode(404);
        asHolder().get("/v1/orders/not-an-id").then().statusCode(404);
        assertThat(orders.find(order.id())).contains(order);
    }

    @Test
    @Tag("AC-35")
    void anErasureIsConfirmedOnceAndTheAuditSeesIt() {
        HolderOrder order = erasure();

        result(order, "{\"outcome\":\"ERASED\",\"records\":4}")
                .statusCode(200)
                .body("status", equalTo("CONFIRMED"))
                .body("answer.outcome", equalTo("ERASED"))
                .body("answer.records", equalTo(4));
        result(order, "{\"outcome\":\"ERASED\",\"records\":4}").statusCode(200).body("answer.records", equalTo(4));
        result(order, "{\"outcome\":\"NOTHING_HELD\"}").statusCode(200).body("answer.records", equalTo(4));
        for (String other :
                List.of("{\"outcome\":\"ERASED\",\"records\":5}", "{\"outcome\":\"ANONYMISED\",\"records\":4}")) {
            result(order, other).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
        }
        result(order, "{\"outcome\":\"REJECTED\",\"code\":\"LAW\",\"evidence\":\"art. 5\"}")
                .statusCode(409)
                .body("code", equalTo("STATE_CONFLICT"));

        assertThat(RecordingService.told(order.id())).containsExactly("confirmed CONFIRMED");
        try (KafkaTap tap = new KafkaTap()) {
            TapRecord event = tap.awaitEvent(Topic.HOLDER_ACK, subject, "ErasureConfirmed", Duration.ofSeconds(30));
            assertThat(event.header("ce_actor")).isEqualTo("HOLDER:system-of-" + holder);
            assertThat(event.value()).contains(order.id().toString(), holder, "\"records\":4");
            assertThat(tap.records(Topic.HOLDER_ACK, subject)).hasSize(1);
            assertThat(tap.records(Topic.HOLDER_ACK.deadLetterTopicName())).noneMatch(r -> subject.equals(r.key()));
        }
    }

    @Test
    void theSameKeyGetsTheSameAnswer() {
        HolderOrder order = erasure();
        String body = "{\"outcome\":\"ANONYMISED\",\"records\":2}";
        for (int i = 0; i < 2; i++) {
            asHolder()
                    .header("Idempotency-Key", "k-" + order.id())
                    .contentType("application/json")
                    .body(body)
                    .post("/v1/orders/{id}/result", order.id())
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("CONFIRMED"));
        }
        asHolder()
                .header("Idempotency-Key", "k-" + order.id())
                .contentType("application/json")
                .body("{\"outcome\":\"ERASED\",\"records\":2}")
                .post("/v1/orders/{id}/result", order.id())
                .then()
                .statusCode(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|422",
                "{\"outcome\":\"DONE\"}|422",
                "{\"outcome\":\"DELIVERED\"}|422",
                "{\"outcome\":\"APPLIED\"}|422",
                "{\"outcome\":\"ERASED\",\"records\":-1}|422",
                "{\"outcome\":\"ERASED\",\"data\":{}}|422",
                "{\"outcome\":\"REJECTED\"}|422",
                "{\"outcome\":\"REJECTED\",\"code\":\" \"}|422",
                "{\"outcome\":\"ERASED\",\"records\":\"many\"}|400",
                "{\"outcome\":\"ERASED\",\"more\":1}|400",
                "not json|400"
            })
    void whatIsNoResultChangesNothing(String body, int status) {
        HolderOrder order = erasure();

        result(order, body).statusCode(status);

        assertThat(orders.find(order.id())).contains(order);
    }

    @Test
    @Tag("AC-38")
    void anExemptionNeedsItsEvidence() {
        HolderOrder order = erasure();

        result(order, "{\"outcome\":\"REJECTED\",\"code\":\"LAW\"}")
                .statusCode(200)
                .body("status", equalTo("REQUESTED"))
                .body("answer.outcome", equalTo("REJECTED"));
        result(order, "{\"outcome\":\"REJECTED\",\"code\":\"LAW\",\"evidence\":\"反洗钱法第三十四条\"}")
                .statusCode(200)
                .body("status", equalTo("EXEMPT_LAW"));

        assertThat(RecordingService.told(order.id())).containsExactly("rejected REQUESTED", "exempt EXEMPT_LAW");
    }

    @Test
    void accessDataUpTo16MebibytesComesWithTheResult() {
        HolderOrder order = access();
        result(order, "{\"outcome\":\"DELIVERED\"}").statusCode(422).body("violations[0].field", equalTo("data"));
        String big = "x".repeat(3 * 1024 * 1024);

        result(order, "{\"outcome\":\"DELIVERED\",\"data\":{\"profile.tag\":[\"a\",{\"b\":\"" + big + "\"}]}}")
                .statusCode(200)
                .body("status", equalTo("CONFIRMED"));

        result(order, "{\"outcome\":\"DELIVERED\",\"data\":{\"profile.tag\":[\"a\",{\"b\":\"" + big + "\"}]}}")
                .statusCode(200);
        for (String other : List.of(
                "{\"outcome\":\"DELIVERED\",\"data\":{\"profile.tag\":[\"b\"]}}", "{\"outcome\":\"NOTHING_HELD\"}")) {
            result(order, other).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
        }
        assertThat(RecordingService.DATA.get(order.id()).get("profile.tag")).hasSize(2);
        assertThat(RecordingService.told(order.id())).containsExactly("confirmed CONFIRMED");
        result(access(), "{\"outcome\":\"DELIVERED\",\"data\":{\"profile.tag\":[\"" + "x".repeat(17 << 20) + "\"]}}")
                .statusCode(413);
    }

    @Test
    void largerDataIsStreamedAndCompletesTheOrder() {
        HolderOrder order = access();
        byte[] data = ("{\"profile.tag\":[\"" + "y".repeat(20 << 20) + "\"]}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);

        asHolder()
                .contentType("application/json")
                .body(data)
                .put("/v1/orders/{id}/data", order.id())
                .then()
                .statusCode(200)
                .body("status", equalTo("CONFIRMED"))
                .body("answer.outcome", equalTo("DELIVERED"));

        assertThat(RecordingService.ATTACHED).contains(order.id());
        assertThat(RecordingService.STORED.values())
                .anySatisfy(stored -> assertThat(stored).isEqualTo(data));
        asHolder()
                .contentType("application/json")
                .body("{}")
                .put("/v1/orders/{id}/data", order.id())
                .then()
                .statusCode(200)
                .body("status", equalTo("CONFIRMED"));
        assertThat(RecordingService.told(order.id())).containsExactly("confirmed CONFIRMED");
    }

    @Test
    void dataThatComesTooLateIsNotKept() {
        HolderOrder order = access();
        QuarkusTransaction.requiringNew().run(() -> orders.cancelOpen(owner));
        int before = RecordingService.STORED.size();

        asHolder()
                .contentType("application/json")
                .body("{}")
                .put("/v1/orders/{id}/data", order.id())
                .then()
                .statusCode(409)
                .body("code", equalTo("STATE_CONFLICT"))
                .body("orderStatus", equalTo("CANCELLED"));
        asHolder()
                .contentType("application/json")
                .body("{}")
                .put("/v1/orders/{id}/data", erasure().id())
                .then()
                .statusCode(409);

        assertThat(RecordingService.STORED).hasSize(before);
    }

    @Test
    void whatTheServiceCannotTakeIsNotAnsweredAndItsDataGoes() {
        HolderOrder order = access();
        int before = RecordingService.STORED.size();
        RecordingService.FAILING.add(order.id());

        asHolder()
                .contentType("application/json")
                .body("{}")
                .put("/v1/orders/{id}/data", order.id())
                .then()
                .statusCode(500);
        assertThat(orders.find(order.id())).contains(order);
        assertThat(RecordingService.STORED).hasSize(before);
        RecordingService.FAILING.remove(order.id());

        asHolder()
                .contentType("application/json")
                .body("{}")
                .put("/v1/orders/{id}/data", order.id())
                .then()
                .statusCode(200);
    }

    @Test
    void twoAnswersAtOnceHaveOneEffect() {
        HolderOrder order = erasure();
        List<Thread> callers = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i ->
                        Thread.ofVirtual().start(() -> result(order, "{\"outcome\":\"ERASED\",\"records\":" + i + "}")))
                .toList();

        await().atMost(Duration.ofSeconds(30)).until(() -> callers.stream().noneMatch(Thread::isAlive));

        assertThat(RecordingService.told(order.id())).containsExactly("confirmed CONFIRMED");
    }

    @Test
    void eachHolderHasItsWebhookSecret() {
        String own = asHolder()
                .get("/v1/webhook-secret")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("secret", startsWith("whsec_"))
                .extract()
                .path("secret");
        asHolder().get("/v1/webhook-secret").then().body("secret", equalTo(own));
        String other = as(Tokens.holder("h-other"))
                .get("/v1/webhook-secret")
                .then()
                .extract()
                .path("secret");

        assertThat(other).isNotEqualTo(own);
        as(Tokens.holder("hook.configured"))
                .get("/v1/webhook-secret")
                .then()
                .body("secret", equalTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        as(Tokens.backend()).get("/v1/webhook-secret").then().statusCode(403);
    }
}
