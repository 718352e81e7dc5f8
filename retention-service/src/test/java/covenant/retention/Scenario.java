package covenant.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What tests say to the running service and hear from it: REST, Kafka, the sandbox clock. */
public final class Scenario {
    public static final Duration SOON = Duration.ofSeconds(30);
    public static final String CORE = "app-core";
    public static final String VAULT = "card-vault";
    public static final String PARTNER = "partner-1";

    public final KafkaTap tap = new KafkaTap();
    private final Set<String> confirmed = new HashSet<>();
    private final Set<String> noticed = new HashSet<>();

    private static @Nullable Scenario shared;

    private Scenario() {}

    /**
     * One for all tests of this module, as they share the running service, its clock and its topics: with the company's systems
     * and the Covenant services registered as these tests know them.
     */
    public static synchronized Scenario shared() {
        if (shared == null) {
            Scenario first = new Scenario();
            first.registerHolders();
            shared = first;
        }
        return shared;
    }

    private void registerHolders() {
        holder(
                CORE,
                "INTERNAL",
                null,
                "account.profile",
                "browsing.history",
                "profile.tag",
                "financial.transaction",
                "identity.national_id",
                "device.id");
        holder(VAULT, "INTERNAL", null, "financial.bank_card");
        holder("notification-service", "INTERNAL", "COVENANT", "basic.email", "basic.mobile_phone");
        holder("consent-service", "INTERNAL", "COVENANT", "consent.evidence", "basic.birth_date");
        holder(PARTNER, "PARTNER", null, "service.order");
        await().atMost(SOON)
                .until(() -> given().auth()
                                .oauth2(Tokens.ops())
                                .contentType(ContentType.JSON)
                                .body(Map.of("refreshedAt", "2020-01-01T00:00:00Z"))
                                .post("/v1/holders/" + PARTNER + "/backup-refreshes")
                                .statusCode()
                        == 202);
    }

    private void holder(String id, String kind, String subKind, String... categories) {
        tap.publish(Topic.HOLDER, id, "HolderRegistered", """
                {"holder": {"holderId": "%s", "kind": "%s", %s "name": "System %s", "categories": ["%s"], "purposes": [],
                 "country": "CN", "transport": "KAFKA", "backupMaxAge": "P60D", "status": "ACTIVE", "main": false}}""".formatted(
                        id,
                        kind,
                        subKind == null ? "" : "\"subKind\": \"" + subKind + "\",",
                        id,
                        String.join("\", \"", categories)));
    }

    public static String fresh(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().replaceAll("[0-9-]", "");
    }

    public Response post(String token, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path);
    }

    public Response put(String token, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .put(path);
    }

    public Response get(String token, String path) {
        return given().auth().oauth2(token).get(path);
    }

    public void close(String subject, String account, Instant closedAt) {
        post(
                        Tokens.backend(),
                        "/v1/accounts/" + account + "/closure",
                        Map.of("subjectId", subject, "closedAt", closedAt.toString()))
                .then()
                .statusCode(202);
    }

    /** The account system's own event, with as little as it may say. */
    public String closeOverKafka(String subject, String account, Instant closedAt, String... headers) {
        return tap.publish(
                Topic.ACCOUNT,
                subject,
                "AccountClosed",
                "{\"accountId\": \"%s\", \"closedAt\": \"%s\"}".formatted(account, closedAt),
                headers);
    }

    public List<Map<String, Object>> cases(String subject) {
        return get(Tokens.operator(), "/v1/retention-cases?subjectId=" + subject)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    public JsonPath onlyCase(String subject) {
        await().atMost(SOON).until(() -> cases(subject).size() == 1);
        return get(Tokens.operator(), "/v1/retention-cases?subjectId=" + subject)
                .jsonPath()
                .setRootPath("items[0]");
    }

    public JsonPath caseById(String id) {
        return get(Tokens.operator(), "/v1/retention-cases/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public JsonPath awaitStatus(String id, String status) {
        await("case " + id + " is " + status)
                .atMost(SOON)
                .until(() -> caseById(id).getString("status").equals(status));
        return caseById(id);
    }

    public static String itemStatus(JsonPath of, String category) {
        return of.getString("items.find { it.category == '" + category + "' }.status");
    }

    public Instant now() {
        return Instant.parse(get(Tokens.ops(), "/sandbox/clock").jsonPath().getString("now"));
    }

    public void moveTo(Instant instant) {
        assertThat(instant).as("the shared clock only goes forward").isAfterOrEqualTo(now());
        post(Tokens.ops(), "/sandbox/clock", Map.of("set", instant.toString()))
                .then()
                .statusCode(200);
    }

    public void advance(String period) {
        post(Tokens.ops(), "/sandbox/clock", Map.of("advance", period)).then().statusCode(200);
    }

    /** Answers every open order of the person as its holders would, and the closing notice as its sender would. */
    public void everyoneConfirms(String subject, String... exceptHolders) {
        for (TapRecord order : orders(subject)) {
            JsonPath json = JsonPath.from(order.value());
            String id = json.getString("orderId");
            if (!List.of(exceptHolders).contains(json.getString("holderId")) && confirmed.add(id)) {
                confirm(subject, id, "ERASED", 1);
            }
        }
        for (TapRecord notice : tap.records(Topic.NOTIFICATION, subject)) {
            JsonPath json = JsonPath.from(notice.value());
            if (notice.type().equals("covenant.NotificationRequested")
                    && json.getString("template").equals("erasure-completed")
                    && noticed.add(json.getString("notificationId"))) {
                sent(subject, json);
            }
        }
    }

    private void sent(String subject, JsonPath request) {
        tap.publish(Topic.NOTIFICATION, subject, "NotificationSent", """
                {"notificationId": "%s", "subjectId": "%s", "messageClass": "RIGHTS", "template": "erasure-completed",
                 "channel": "EMAIL", "dedupKey": "%s", "attempt": 1, "sentAt": "%s"}""".formatted(
                        request.getString("notificationId"), subject, request.getString("dedupKey"), now()));
    }

    public void confirm(String subject, String orderId, String outcome, int records) {
        tap.publish(
                Topic.HOLDER_ACK,
                subject,
                "ErasureConfirmed",
                "{\"orderId\": \"%s\", \"outcome\": \"%s\", \"records\": %d}".formatted(orderId, outcome, records));
    }

    /** Everyone answers until the case has that status. */
    public JsonPath confirmUntil(String subject, String caseId, String status, String... exceptHolders) {
        await("case " + caseId + " is " + status)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    everyoneConfirms(subject, exceptHolders);
                    return caseById(caseId).getString("status").equals(status);
                });
        return caseById(caseId);
    }

    public List<TapRecord> orders(String subject) {
        return tap.records(Topic.HOLDER_ORDER, subject);
    }

    public List<TapRecord> events(Topic topic, String subject, String name) {
        return tap.records(topic, subject).stream()
                .filter(record -> record.type().equals("covenant." + name))
                .toList();
    }

    /** Two persons: asks with the first's token, lets the second approve, returns the act's own answer. */
    public Response approve(Response asked) {
        String approval = asked.then().statusCode(202).extract().jsonPath().getString("approvalId");
        return post(
                Tokens.approverMfa("approver-2"),
                "/v1/approvals/" + approval + "/decision",
                Map.of("approve", true, "reason", "checked"));
    }

    public String hold(String subject, String... categories) {
        return approve(post(
                        Tokens.operatorMfa(),
                        "/v1/holds",
                        Map.of(
                                "subjectId",
                                subject,
                                "categories",
                                List.of(categories),
                                "reason",
                                "dispute",
                                "authority",
                                "Court, case 1",
                                "reviewOn",
                                "2099-01-01")))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
    }
}
