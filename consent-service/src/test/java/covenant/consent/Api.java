package covenant.consent;

import static io.restassured.RestAssured.given;

import covenant.testing.Tokens;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The service as its callers see it. */
public final class Api {
    private Api() {}

    public static String newSubject() {
        return "s-" + UUID.randomUUID();
    }

    public static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    public static RequestSpecification backend() {
        return as(Tokens.backend());
    }

    public static Instant now() {
        return Instant.parse(
                as(Tokens.ops()).get("/sandbox/clock").then().extract().path("now"));
    }

    public static void clock(String period) {
        as(Tokens.ops())
                .body(Map.of("advance", period))
                .post("/sandbox/clock")
                .then()
                .statusCode(200);
    }

    public static Map<String, Object> current() {
        return given().get("/v1/policies/current")
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    /** A grant of one purpose: everything that is enabled for it and needs no separate consent. */
    public static Map<String, Object> grant(String purpose) {
        return item(purpose, "GRANT");
    }

    public static Map<String, Object> decline(String purpose) {
        return item(purpose, "DECLINE");
    }

    public static Map<String, Object> separate(String purpose, String... categories) {
        Map<String, Object> item = item(purpose, "GRANT");
        item.put("categories", List.of(categories));
        item.put("separate", true);
        item.put("necessityShown", "Needed for this purpose; without it the service cannot be given.");
        return item;
    }

    private static Map<String, Object> item(String purpose, String decision) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("purpose", purpose);
        item.put("decision", decision);
        return item;
    }

    @SafeVarargs
    public static Map<String, Object> consents(String subject, Map<String, Object>... items) {
        return consents(subject, now(), items);
    }

    @SafeVarargs
    public static Map<String, Object> consents(String subject, Instant acceptedAt, Map<String, Object>... items) {
        Map<String, Object> policy = current();
        return consents(subject, acceptedAt, (String) policy.get("version"), (String) policy.get("sha256"), items);
    }

    @SafeVarargs
    public static Map<String, Object> consents(
            String subject, Instant acceptedAt, String version, String sha256, Map<String, Object>... items) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subjectId", subject);
        body.put("policyVersion", version);
        body.put("policySha256", sha256);
        body.put("presentedAt", acceptedAt.minusSeconds(30).toString());
        body.put("acceptedAt", acceptedAt.toString());
        body.put("method", "CLICK");
        body.put("channel", "APP");
        body.put("appVersion", "5.2.0");
        body.put("locale", "zh-CN");
        body.put("highlightedSectionsShown", List.of("1.2.1", "3.1.1"));
        body.put("grants", List.of(items));
        return body;
    }

    public static ValidatableResponse post(Map<String, Object> consents) {
        return backend().body(consents).post("/v1/consents").then();
    }

    @SafeVarargs
    public static void granted(String subject, Map<String, Object>... items) {
        post(consents(subject, items)).statusCode(201);
    }

    public static ValidatableResponse decide(String subject, String purpose, String category) {
        return backend()
                .body(Map.of("subjectId", subject, "purpose", purpose, "category", category))
                .post("/v1/decisions")
                .then()
                .statusCode(200);
    }

    /** {@code PERMIT}, or the code of the denial. */
    public static String verdict(String subject, String purpose, String category) {
        var answer = decide(subject, purpose, category).extract();
        return answer.path("decision").equals("PERMIT") ? "PERMIT" : answer.path("code");
    }

    public static ValidatableResponse withdraw(String subject, String... purposes) {
        return backend()
                .body(Map.of("purposes", List.of(purposes)))
                .post("/v1/subjects/" + subject + "/withdrawals")
                .then();
    }

    /** Approves as another person and gives the answer of the act. */
    public static ValidatableResponse approve(String approvalId) {
        return as(Tokens.approverMfa("approver-1"))
                .body(Map.of("approve", true, "reason", "checked"))
                .post("/v1/approvals/" + approvalId + "/decision")
                .then();
    }

    public static List<String> texts(@Nullable Object list) {
        List<String> texts = new ArrayList<>();
        if (list instanceof List<?> values) {
            values.forEach(v -> texts.add(String.valueOf(v)));
        }
        return texts;
    }
}
