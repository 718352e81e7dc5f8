package covenant.platform.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.platform.testapp.AccountEventsConsumer;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class EventIntakeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Jdbi jdbi;

    private KafkaTap tap;
    private final String account = "acc-" + UUID.randomUUID();

    @BeforeEach
    void open() {
        tap = new KafkaTap();
    }

    @AfterEach
    void close() {
        AccountEventsConsumer.FAILING.clear();
        tap.close();
    }

    @Test
    @Tag("R-ENV-3")
    void aSecondDeliveryHasNoSecondEffect() {
        String id = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++) {
            tap.publish(Topic.ACCOUNT, "s-1", "AccountClosed", closed(), "ce_id", id);
        }
        fence();
        assertThat(applied()).containsExactly("AccountClosed");
    }

    @Test
    @Tag("R-ENV-3")
    void theSameIdWithAnotherPayloadIsADeadLetter() {
        String id = UUID.randomUUID().toString();
        tap.publish(Topic.ACCOUNT, "s-1", "AccountClosed", closed(), "ce_id", id);
        tap.publish(Topic.ACCOUNT, "s-1", "AccountClosed", "{\"accountId\":\"other-" + account + "\"}", "ce_id", id);
        TapRecord letter = DeadLetters.of(tap, Topic.ACCOUNT).await(l -> id.equals(l.header("ce_id")), PATIENCE);
        assertThat(DeadLetters.reason(letter)).isEqualTo("EVENT_ID_REUSED");
        assertThat(applied()).containsExactly("AccountClosed");
    }

    @Test
    @Tag("R-ENV-4")
    @Tag("AC-28")
    void anEventBeforeItsPredecessorWaits() {
        publish("AccountOpened", 1);
        publish("AccountReopened", 3);
        fence();
        assertThat(applied()).containsExactly("AccountOpened");
        publish("AccountClosed", 2);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(applied()).containsExactly("AccountOpened", "AccountClosed", "AccountReopened"));
        publish("AccountClosed", 2);
        fence();
        assertThat(applied()).hasSize(3);
    }

    @Test
    @Tag("AC-95")
    void aNewerVersionThatOnlyAddsFieldsIsAppliedByTheConsumerThatKnowsTheOldOne() {
        tap.publish(
                Topic.ACCOUNT,
                "s-1",
                "AccountClosed",
                "{\"accountId\":\"" + account + "\",\"addedInVersion2\":true}",
                "ce_dataschema",
                "urn:covenant:schema:AccountClosed:2?=readable-from=1");
        fence();
        assertThat(applied()).containsExactly("AccountClosed");
    }

    static Stream<Arguments> poison() {
        Map<String, String> good = KafkaTap.cloudEvent("s-1", "AccountClosed");
        return Stream.of(
                Arguments.of("NOT_A_CLOUD_EVENT", "s-1", "{}", Map.of()),
                Arguments.of("NOT_A_CLOUD_EVENT", "s-1", "{}", with(good, "ce_time", "yesterday")),
                Arguments.of("NOT_A_CLOUD_EVENT", "s-1", "{}", with(good, "ce_time", "9999-12-31T00:00:00Z")),
                Arguments.of("NOT_A_CLOUD_EVENT", "s-1", "{}", with(good, "ce_time", "0001-01-01T00:00:00Z")),
                Arguments.of("NOT_A_CLOUD_EVENT", "s-1", "{}", with(good, "ce_subject", "10000000001@example.org")),
                Arguments.of("UNKNOWN_TYPE", "s-1", "{}", with(good, "ce_type", "covenant.Unheard")),
                Arguments.of("WRONG_TOPIC", "s-1", "{}", with(good, "ce_type", "covenant.ConsentGranted")),
                Arguments.of(
                        "UNSUPPORTED_SCHEMA_VERSION",
                        "s-1",
                        "{\"accountId\":\"a\"}",
                        with(good, "ce_dataschema", "urn:covenant:schema:AccountClosed:99")),
                Arguments.of("UNPARSABLE_VALUE", "s-1", "not json", good),
                Arguments.of("UNPARSABLE_VALUE", "s-1", "{}", good),
                Arguments.of("UNPARSABLE_VALUE", "s-1", "[".repeat(10_000), good),
                Arguments.of("UNPARSABLE_VALUE", "s-1", null, good),
                Arguments.of("MISSING_KEY", null, "{\"accountId\":\"a\"}", good),
                Arguments.of("OVERSIZE", "s-1", "{\"accountId\":\"" + "a".repeat(300_000) + "\"}", good),
                Arguments.of("NOT_APPLICABLE", "s-1", "{\"accountId\":\"never-1\"}", good));
    }

    @ParameterizedTest
    @MethodSource("poison")
    @Tag("R-ENV-5")
    @Tag("R-ENV-6")
    @Tag("AC-91")
    void poisonGoesToTheDeadLetterTopicAndTheNextMessageIsTaken(
            String reason, String key, String value, Map<String, String> headers) {
        RecordMetadata place = tap.publishRaw(
                Topic.ACCOUNT.topicName(),
                key,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                fresh(headers));
        fence();
        TapRecord letter = DeadLetters.of(tap, Topic.ACCOUNT)
                .await(
                        l -> String.valueOf(place.offset()).equals(l.header("dead-letter-offset"))
                                && String.valueOf(place.partition()).equals(l.header("dead-letter-partition")),
                        PATIENCE);
        assertThat(DeadLetters.reason(letter)).isEqualTo(reason);
        assertThat(letter.header("dead-letter-consumer")).isEqualTo("platform-test");
    }

    @Test
    @Tag("R-ENV-5")
    void whatFailedIsRedrivenOnceByTheOperator() {
        AccountEventsConsumer.FAILING.add(account);
        String id = tap.publish(Topic.ACCOUNT, "s-1", "AccountClosed", closed());
        DeadLetters.of(tap, Topic.ACCOUNT).await(l -> id.equals(l.header("ce_id")), PATIENCE);
        assertThat(applied()).isEmpty();

        List<Map<String, Object>> letters = given().auth()
                .oauth2(Tokens.ops())
                .get("/v1/dead-letters")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
        Map<String, Object> letter = letters.stream()
                .filter(l -> l.get("reason").equals("HANDLER_FAILED")
                        && l.get("redriven").equals(false))
                .findFirst()
                .orElseThrow();
        AccountEventsConsumer.FAILING.clear();
        Map<String, Object> address = Map.of(
                "topic", letter.get("topic"), "partition", letter.get("partition"), "offset", letter.get("offset"));
        given().auth()
                .oauth2(Tokens.ops())
                .contentType("application/json")
                .body(address)
                .post("/v1/dead-letters/redrive")
                .then()
                .statusCode(401);
        for (int i = 0; i < 2; i++) {
            given().auth()
                    .oauth2(Tokens.opsMfa())
                    .contentType("application/json")
                    .body(address)
                    .post("/v1/dead-letters/redrive")
                    .then()
                    .statusCode(200);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(applied()).containsExactly("AccountClosed"));
        fence();
        assertThat(applied()).hasSize(1);
        given().auth()
                .oauth2(Tokens.opsMfa())
                .contentType("application/json")
                .body(Map.of("topic", "privacy.account.v1.dlq", "partition", 0, "offset", 999_999))
                .post("/v1/dead-letters/redrive")
                .then()
                .statusCode(404);
    }

    /** One event per partition, applied after everything published before. */
    private void fence() {
        String fence = "fence-" + UUID.randomUUID();
        for (int partition = 0; partition < 24; partition++) {
            tap.publish(Topic.ACCOUNT, fence + partition, "AccountOpened", "{\"accountId\":\"" + fence + "\"}");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(applied(fence)).hasSize(24));
    }

    private void publish(String event, int version) {
        tap.publish(
                Topic.ACCOUNT,
                "s-" + account,
                event,
                closed(),
                "ce_aggregateid",
                account,
                "ce_aggregateversion",
                Integer.toString(version));
    }

    private String closed() {
        return "{\"accountId\":\"" + account + "\"}";
    }

    private List<String> applied() {
        return applied(account);
    }

    private List<String> applied(String of) {
        return jdbi.withHandle(h -> h.createQuery("select event from applied where account_id = :a order by n")
                .bind("a", of)
                .mapTo(String.class)
                .list());
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new java.util.HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> fresh(Map<String, String> headers) {
        return headers.containsKey("ce_id")
                ? with(headers, "ce_id", UUID.randomUUID().toString())
                : headers;
    }
}
