package covenant.notification.incident;

import static covenant.notification.Api.as;

import covenant.testing.Tokens;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What the tests of incidents ask the service. */
final class IncidentApi {
    /** All five elements of a notice, and the kinds of data. */
    static final String ELEMENTS = """
            "categories":["basic.mobile_phone","financial.bank_card"],"facts":"An archive was copied.","cause":"A stolen key.",
            "possibleHarm":"Unwanted calls.","measures":"The key was revoked.","selfProtection":"Be wary of callers.",
            "remedies":"We pay for new cards.","contact":"privacy@covenant.example.org" """;

    private IncidentApi() {}

    static JsonPath report(Instant discovered, String more) {
        return as(Tokens.operator())
                .body("{\"title\":\"Leak of an archive\",\"kind\":\"LEAK\",\"discoveredAt\":\"" + discovered + "\""
                        + more + "}")
                .post("/v1/incidents")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    static JsonPath get(String id) {
        return as(Tokens.operator())
                .get("/v1/incidents/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static Response release(String id, String key) {
        return as(Tokens.dpoMfa())
                .header("Idempotency-Key", key)
                .body("{}")
                .post("/v1/incidents/" + id + "/notification");
    }

    static Response patchState(String id, String state) {
        return as(Tokens.operator()).body("{\"state\":\"" + state + "\"}").patch("/v1/incidents/" + id);
    }

    static Response upload(String id, String body) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + Tokens.operator())
                .contentType("application/x-ndjson")
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put("/v1/incidents/" + id + "/affected-subjects");
    }

    static Response decide(String approval, String who) {
        return as(Tokens.approverMfa(who))
                .body("{\"approve\":true,\"reason\":\"checked\"}")
                .post("/v1/approvals/" + approval + "/decision");
    }

    static String lines(List<String> people) {
        return people.stream().map(p -> "{\"subjectId\":\"" + p + "\"}").collect(Collectors.joining("\n"));
    }

    static String contact(String subject, String locale) {
        return "{\"email\":\"" + subject + "@example.org\",\"locale\":\"" + locale + "\"}";
    }
}
