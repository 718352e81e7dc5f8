package covenant.notification.incident;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.incident.IncidentApi.decide;
import static covenant.notification.incident.IncidentApi.get;
import static covenant.notification.incident.IncidentApi.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an incident is: grade, phases, who reports it. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class IncidentIT {
    private static KafkaTap tap;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    @Test
    @Tag("AC-79")
    @Tag("R-4.1.3-9")
    void anIncidentThatIsReportedTwiceIsOne() {
        String key = UUID.randomUUID().toString();
        String body = "{\"title\":\"Reported twice\",\"kind\":\"LOSS\",\"discoveredAt\":\"2026-01-01T00:00:00Z\"}";
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(as(Tokens.operator())
                    .header("Idempotency-Key", key)
                    .body(body)
                    .post("/v1/incidents")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id"));
        }

        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        tap.awaitEvent(Topic.INCIDENT, ids.get(0), "IncidentReported", SOON);
        assertThat(tap.records(Topic.INCIDENT))
                .filteredOn(r -> ids.get(0).equals(r.key()) && r.type().equals("covenant.IncidentReported"))
                .hasSize(1);
    }

    @Test
    @Tag("R-4.1.3-1")
    void raisingTheGradeIsFreeAndLoweringNeedsASecondPerson() {
        String id = report(Instant.now(), ",\"estimatedSubjects\":5").getString("id");
        as(Tokens.operator())
                .body("{\"grade\":\"SEVERE\",\"gradeReason\":\"sensitive\"}")
                .patch("/v1/incidents/" + id)
                .then()
                .statusCode(200)
                .body("grade", equalTo("SEVERE"))
                .body("state", equalTo("ASSESSED"));
        assertThat(get(id).getString("regulatorClocks[0].dueAt")).isNotNull();

        String approval = as(Tokens.operator())
                .body("{\"grade\":\"GENERAL\",\"gradeReason\":\"less than thought\"}")
                .patch("/v1/incidents/" + id)
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        assertThat(get(id).getString("grade")).isEqualTo("SEVERE");
        decide(approval, "approver-1").then().statusCode(200).body("grade", equalTo("GENERAL"));
    }

    @Test
    @Tag("R-4.1.3-2")
    void phasesAreTrackedWithOwnerAndTime() {
        String id = report(Instant.now(), "").getString("id");

        as(Tokens.operator())
                .body("{\"phase\":\"STOP_LOSS\",\"owner\":\"team-1\"}")
                .post("/v1/incidents/" + id + "/phases")
                .then()
                .statusCode(201)
                .body("state", equalTo("REPORTED"));
        as(Tokens.operator())
                .body("{\"phase\":\"ANALYSIS\",\"owner\":\"team-2\"}")
                .post("/v1/incidents/" + id + "/phases")
                .then()
                .statusCode(201)
                .body("state", equalTo("CONTAINED"))
                .body("phases.owner", equalTo(List.of("team-1", "team-2")));
        tap.awaitEvent(Topic.INCIDENT, id, "IncidentPhaseRecorded", SOON);
        as(Tokens.auditor())
                .body("{}")
                .post("/v1/incidents/" + id + "/phases")
                .then()
                .statusCode(403);
        as(Tokens.operator())
                .body("{\"phase\":\"SLEEP\",\"owner\":\"x\"}")
                .post("/v1/incidents/" + id + "/phases")
                .then()
                .statusCode(400);
    }

    @Test
    @Tag("AC-83")
    @Tag("R-4.1.3-10")
    void anyoneReportsALeakAndAPasswordIsProtectedAtOnce() {
        Response answer = RestAssured.given()
                .contentType("application/json")
                .body("{\"description\":\"my password leaked, call 10000000009\",\"accountId\":\"acc-77\"}")
                .post("/v1/leak-reports");

        answer.then().statusCode(201).body("status", equalTo("RECEIVED")).body("description", nullValue());
        String id = answer.path("id");
        assertThat(tap.awaitEvent(Topic.INCIDENT, id, "AccountProtectionRequested", SOON)
                        .value())
                .contains("acc-77", "network_id.password")
                .doesNotContain("10000000009");
        as(Tokens.operator())
                .get("/v1/leak-reports")
                .then()
                .statusCode(200)
                .body("items.find { it.id == '" + id + "' }.description", containsString("10000000009"));
        RestAssured.get("/v1/contact").then().statusCode(200);
        int last = 0;
        for (int i = 0; i < 6; i++) {
            last = RestAssured.given()
                    .contentType("application/json")
                    .body("{\"description\":\"again\"}")
                    .post("/v1/leak-reports")
                    .statusCode();
        }
        assertThat(last).isEqualTo(429);
    }

    @Test
    void badInputIsRefusedWithoutATrace() {
        as(Tokens.operator()).body("{").post("/v1/incidents").then().statusCode(400);
        as(Tokens.operator())
                .body("{\"title\":\"x\",\"nope\":1}")
                .post("/v1/incidents")
                .then()
                .statusCode(400);
        as(Tokens.operator())
                .body("{\"title\":\"\"}")
                .post("/v1/incidents")
                .then()
                .statusCode(422);
        as(Tokens.operator())
                .body(
                        "{\"title\":\"x\",\"kind\":\"LEAK\",\"discoveredAt\":\"2026-01-01T00:00:00Z\",\"categories\":[\"no.such\"]}")
                .post("/v1/incidents")
                .then()
                .statusCode(422)
                .body("code", equalTo("CATEGORY_UNKNOWN"));
        as(Tokens.operator())
                .body("{\"title\":\"x\",\"kind\":\"LEAK\",\"discoveredAt\":\"2099-01-01T00:00:00Z\"}")
                .post("/v1/incidents")
                .then()
                .statusCode(422);
        as(Tokens.operator()).get("/v1/incidents?state=NO_SUCH").then().statusCode(422);
        as(Tokens.backend()).body("{}").post("/v1/incidents").then().statusCode(403);
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/v1/incidents")
                .then()
                .statusCode(401);
        as(Tokens.operator()).get("/v1/incidents/" + UUID.randomUUID()).then().statusCode(404);
        as(Tokens.operator()).get("/v1/incidents/not-an-id").then().statusCode(404);
    }

    @Test
    @Tag("R-4.1.2-1")
    void whoIsNobodyIsToldSoBeforeTheContentTypeIsJudged() {
        String path =
                "/v1/incidents/" + report(Instant.now().minusSeconds(60), "").getString("id") + "/affected-subjects";
        for (String type : List.of("application/octet-stream", "application/x-ndjson")) {
            RestAssured.given()
                    .contentType(type)
                    .body(new byte[] {123, 125})
                    .put(path)
                    .then()
                    .statusCode(401);
            as(Tokens.backend())
                    .contentType(type)
                    .body(new byte[] {123, 125})
                    .put(path)
                    .then()
                    .statusCode(403);
        }
        as(Tokens.operator())
                .contentType("application/octet-stream")
                .body(new byte[] {123, 125})
                .put(path)
                .then()
                .statusCode(415)
                .body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        assertThat(RestAssured.get("/q/openapi?format=json")
                        .jsonPath()
                        .getMap("paths.'/v1/incidents/{id}/affected-subjects'.put.requestBody.content"))
                .containsOnlyKeys("application/x-ndjson");
    }
}
