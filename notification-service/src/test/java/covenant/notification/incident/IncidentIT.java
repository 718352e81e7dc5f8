package covenant.notification.incident;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.Api.newSubject;
import static covenant.notification.Api.putContact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Mails;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class IncidentIT {
    private static final String ELEMENTS = """
            "categories":["basic.mobile_phone","financial.bank_card"],"facts":"An archive was copied.","cause":"A stolen key.",
            "possibleHarm":"Unwanted calls.","measures":"The key was revoked.","selfProtection":"Be wary of callers.",
            "remedies":"We pay for new cards.","contact":"privacy@covenant.example.org" """;

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
    @Tag("R-4.1.3-1")
    @Tag("R-4.1.3-8")
    @Tag("AC-75")
    void discoveryStartsTheRegulatorsClock() {
        Instant discovered = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

        JsonPath larger = report(discovered, ",\"estimatedSubjects\":1000000");
        JsonPath general = report(discovered, ",\"estimatedSubjects\":999999");
        JsonPath critical = report(discovered, ",\"estimatedSubjects\":1000000,\"criticalInfrastructure\":true");

        assertThat(larger.getString("suggestedGrade")).isEqualTo("LARGER");
        assertThat(larger.getString("state")).isEqualTo("REPORTED");
        assertThat(Instant.parse(larger.getString("regulatorClocks[0].dueAt")))
                .isEqualTo(discovered.plusSeconds(4 * 3600));
        assertThat(general.getString("regulatorClocks[0].status")).isEqualTo("AT_ONCE");
        assertThat(general.getString("regulatorClocks[0].dueAt")).isNull();
        assertThat(Instant.parse(critical.getString("regulatorClocks[0].dueAt")))
                .isEqualTo(discovered.plusSeconds(3600));
        tap.awaitEvent(Topic.INCIDENT, larger.getString("id"), "RegulatorReportDue", SOON);
        assertThat(tap.awaitEvent(Topic.INCIDENT, larger.getString("id"), "IncidentReported", SOON)
                        .value())
                .doesNotContain("An archive");
    }

    @Test
    @Tag("AC-76")
    void aReportWithTheFirstFactsMeetsTheDeadline() {
        Instant discovered = Instant.now().minus(Duration.ofHours(4)).truncatedTo(ChronoUnit.SECONDS);
        String id = report(discovered, ",\"estimatedSubjects\":1000000").getString("id");

        as(Tokens.operator())
                .body("{\"authority\":\"PROVINCIAL_CAC\",\"reference\":\"2026-1\",\"kind\":\"FIRST\",\"reportedAt\":\""
                        + discovered.plusSeconds(4 * 3600 - 600) + "\"}")
                .post("/v1/incidents/" + id + "/regulator-reports")
                .then()
                .statusCode(201)
                .body("inTime", equalTo(true));

        JsonPath incident = get(id);
        assertThat(incident.getString("regulatorClocks.find { it.kind == 'FIRST' }.status"))
                .isEqualTo("SUBMITTED");
        assertThat(incident.getString("regulatorClocks.find { it.kind == 'SUPPLEMENT' }.status"))
                .isEqualTo("AT_ONCE");
        assertThat(tap.awaitEvent(Topic.INCIDENT, id, "RegulatorReportSubmitted", SOON)
                        .value())
                .contains("\"inTime\":true");
    }

    @Test
    @Tag("AC-77")
    @Tag("R-4.1.3-3")
    void aNoticeWithoutWhatOneCanDoIsNotReleased() {
        String id = report(Instant.now(), "").getString("id");
        String path = "/v1/incidents/" + id + "/notification";

        as(Tokens.dpo()).post(path).then().statusCode(401).body("code", equalTo("MFA_REQUIRED"));
        as(Tokens.operatorMfa()).post(path).then().statusCode(403);
        as(Tokens.dpoMfa())
                .post(path)
                .then()
                .statusCode(422)
                .body("violations.field", hasItems("selfProtection", "cause", "possibleHarm", "remedies", "contact"));
        as(Tokens.operator())
                .body("{" + ELEMENTS.replace("\"selfProtection\":\"Be wary of callers.\",", "") + "}")
                .patch("/v1/incidents/" + id)
                .then()
                .statusCode(200);
        as(Tokens.dpoMfa())
                .post(path)
                .then()
                .statusCode(422)
                .body("violations.size()", equalTo(1))
                .body("violations[0].field", equalTo("selfProtection"));
    }

    @Test
    @Tag("AC-78")
    @Tag("AC-79")
    @Tag("R-4.1.3-4")
    @Tag("R-4.1.3-5")
    @Tag("R-4.1.3-9")
    void sevenAreReachedAndThreeAreCoveredByAnAnnouncementBeforeTheIncidentIsNotified() {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            people.add(newSubject("victim"));
        }
        for (int i = 0; i < 7; i++) {
            putContact(people.get(i), contact(people.get(i), i % 2 == 0 ? "zh-CN" : "en"))
                    .statusCode(200);
        }
        String id = report(Instant.now(), "," + ELEMENTS).getString("id");
        upload(id, lines(people) + "\nnot json\n{\"subjectId\":\"13812345678\"}\n" + lines(people.subList(0, 2)))
                .then()
                .statusCode(200)
                .body("accepted", equalTo(10))
                .body("duplicates", equalTo(2))
                .body("malformed.line", equalTo(List.of(11, 12)))
                .body("malformed.reason", not(hasItem(containsString("13812345678"))));
        patchState(id, "CLOSED").then().statusCode(409).body("code", equalTo("STATE_CONFLICT"));

        String key = UUID.randomUUID().toString();
        String campaign = release(id, key).then().statusCode(202).extract().path("campaignId");
        release(id, key).then().statusCode(202).body("campaignId", equalTo(campaign));
        as(Tokens.dpoMfa()).post("/v1/incidents/" + id + "/notification").then().statusCode(409);
        Awaitility.await().atMost(SOON).until(() -> get(id).getString("state"), "NOTIFIED"::equals);

        as(Tokens.auditor())
                .get("/v1/campaigns/" + campaign)
                .then()
                .statusCode(200)
                .body("status", equalTo("COMPLETED"))
                .body("total", equalTo(10))
                .body("reached", equalTo(7))
                .body("coveredByAnnouncement", equalTo(3))
                .body("unreachable", equalTo(0))
                .body("sent", equalTo(7));
        assertThat(tap.awaitEvent(Topic.INCIDENT, id, "BreachNoticeCompleted", SOON)
                        .value())
                .contains("\"reached\":7")
                .contains("\"coveredByAnnouncement\":3");
        String chinese =
                Mails.await(people.get(0) + "@example.org", m -> true, SOON).text();
        String english =
                Mails.await(people.get(1) + "@example.org", m -> true, SOON).text();
        assertThat(chinese).contains("手机号", "A stolen key.", "Unwanted calls.", "Be wary of callers.");
        assertThat(english)
                .contains(
                        "Kinds of personal data:", "The key was revoked.", "We pay for new cards.", "privacy@covenant");
        assertThat(Mails.box().to(people.get(0) + "@example.org")).hasSize(1);
        RestAssured.get("/v1/announcements?limit=500")
                .then()
                .statusCode(200)
                .body("items.findAll { it.incidentId == '" + id + "' }.size()", equalTo(1))
                .body("items.find { it.incidentId == '" + id + "' }.text.en", containsString("A stolen key."))
                .body("items.find { it.incidentId == '" + id + "' }.sha256.length()", equalTo(64));
        RestAssured.get("/v1/announcements.atom")
                .then()
                .statusCode(200)
                .contentType(containsString("application/atom+xml"))
                .body("feed.entry.content.toString()", containsString("A stolen key."));
        patchState(id, "CLOSED").then().statusCode(200).body("state", equalTo("CLOSED"));
        assertThat(get(id).getString("regulatorClocks.find { it.kind == 'FINAL' }.dueAt"))
                .isNotNull();
    }

    @Test
    @Tag("AC-80")
    @Tag("R-4.1.3-7")
    void anErasedPersonIsCoveredByTheAnnouncement() {
        String erased = newSubject("erased");
        putContact(erased, contact(erased, "en")).statusCode(200);
        tap.publish(Topic.RETENTION, erased, "SubjectErased", """
                {"subjectId":"%s","caseId":"%s","erased":[],"kept":[],"erasedAt":"2026-11-24T00:00:00Z"}""".formatted(erased, UUID.randomUUID()));
        Awaitility.await()
                .atMost(SOON)
                .until(() -> as(Tokens.backend())
                                .get("/v1/subjects/" + erased + "/contact-points")
                                .statusCode()
                        == 410);
        String id = report(Instant.now(), "," + ELEMENTS).getString("id");
        upload(id, lines(List.of(erased))).then().statusCode(200);

        release(id, UUID.randomUUID().toString()).then().statusCode(202);
        Awaitility.await().atMost(SOON).until(() -> get(id).getString("state"), "NOTIFIED"::equals);

        assertThat(Mails.box().to(erased + "@example.org")).isEmpty();
        as(Tokens.auditor())
                .get("/v1/subjects/" + erased + "/notices")
                .then()
                .body("items[0].outcome", equalTo("COVERED_BY_ANNOUNCEMENT"))
                .body("items[0].deliveries.size()", equalTo(0));
    }

    @Test
    @Tag("AC-81")
    @Tag("R-4.1.3-6")
    void aWaiverNeedsASecondPersonAndFallsWhenTheRegulatorDemandsTheNotice() {
        String id = report(Instant.now(), "," + ELEMENTS).getString("id");
        as(Tokens.operator())
                .body("{\"grade\":\"GENERAL\"}")
                .patch("/v1/incidents/" + id)
                .then()
                .statusCode(200);
        patchState(id, "CLOSED").then().statusCode(409);
        String approval = as(Tokens.dpoMfa())
                .body("{\"reason\":\"The copy was encrypted.\"}")
                .post("/v1/incidents/" + id + "/notification-waiver")
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        decide(approval, "dpo-1").then().statusCode(403).body("code", equalTo("FOUR_EYES_REQUIRED"));
        decide(approval, "approver-1").then().statusCode(200).body("waived", equalTo(true));

        as(Tokens.operator())
                .body("{\"authority\":\"PROVINCIAL_CAC\",\"reference\":\"2026-7\"}")
                .post("/v1/incidents/" + id + "/regulator-demands")
                .then()
                .statusCode(202);

        assertThat(get(id).getString("waiverReason")).isNull();
        Awaitility.await().atMost(SOON).until(() -> get(id).getString("state"), "NOTIFIED"::equals);
    }

    @Test
    @Tag("AC-81")
    @Tag("R-4.1.3-6")
    void aDemandOpensAnIncidentThatWasClosedOnAWaiverAndStandsEvenIfElementsAreMissing() {
        String id = report(Instant.now(), ",\"grade\":\"GENERAL\"").getString("id");
        patchState(id, "ASSESSED").then().statusCode(200);
        String approval = as(Tokens.dpoMfa())
                .body("{\"reason\":\"The copy was encrypted.\"}")
                .post("/v1/incidents/" + id + "/notification-waiver")
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        as(Tokens.dpoMfa())
                .body("{\"approve\":true,\"reason\":\"x\"}")
                .post("/v1/approvals/" + approval + "/decision")
                .then()
                .statusCode(403);
        decide(approval, "approver-1").then().statusCode(200);
        assertThat(get(id).getString("subjectNotice.status")).isEqualTo("WAIVED");
        patchState(id, "CLOSED").then().statusCode(200);
        String demand = "{\"authority\":\"PROVINCIAL_CAC\",\"reference\":\"2026-8\"}";

        as(Tokens.operator())
                .body(demand)
                .post("/v1/incidents/" + id + "/regulator-demands")
                .then()
                .statusCode(202)
                .body("waiverFell", equalTo(true))
                .body("campaignId", nullValue())
                .body("missing.field", hasItems("facts", "selfProtection"));
        assertThat(get(id).getString("state")).isEqualTo("ASSESSED");
        as(Tokens.operator())
                .body("{" + ELEMENTS + "}")
                .patch("/v1/incidents/" + id)
                .then()
                .statusCode(200);
        String campaign = as(Tokens.operator())
                .body(demand)
                .post("/v1/incidents/" + id + "/regulator-demands")
                .then()
                .statusCode(202)
                .extract()
                .path("campaignId");
        as(Tokens.operator())
                .body(demand)
                .post("/v1/incidents/" + id + "/regulator-demands")
                .then()
                .statusCode(202)
                .body("campaignId", equalTo(campaign));
    }

    @Test
    @Tag("R-4.1.3-8")
    @Tag("AC-75")
    @Tag("AC-76")
    void authoritiesCrimeAlarmsAndTheEndOfHandlingAreFollowed() {
        Instant discovered = Instant.now().minus(Duration.ofHours(75)).truncatedTo(ChronoUnit.SECONDS);
        String id = report(discovered, ",\"estimatedSubjects\":1000000,\"suspectedCrime\":true")
                .getString("id");

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(get(id).getList("alarms.collect { it.about + ' ' + it.level }", String.class))
                                .contains(
                                        "PROVINCIAL_CAC/FIRST HALF",
                                        "PROVINCIAL_CAC/FIRST EIGHTY_PERCENT",
                                        "PROVINCIAL_CAC/FIRST OVERDUE",
                                        "SUBJECT_NOTICE NOT_STARTED_24H",
                                        "SUBJECT_NOTICE OVERDUE"));

        JsonPath incident = get(id);
        assertThat(incident.getString("regulatorClocks.find { it.authority == 'POLICE' }.status"))
                .isEqualTo("AT_ONCE");
        assertThat(incident.getString("subjectNotice.status")).isEqualTo("OVERDUE");
        assertThat(Instant.parse(incident.getString("subjectNotice.dueAt")))
                .isEqualTo(discovered.plus(Duration.ofHours(72)));
        as(Tokens.operator())
                .body("{\"handledAt\":\"" + discovered.minusSeconds(1) + "\"}")
                .patch("/v1/incidents/" + id)
                .then()
                .statusCode(422);
        as(Tokens.operator())
                .body("{\"handledAt\":\"" + discovered.plusSeconds(60) + "\"}")
                .patch("/v1/incidents/" + id)
                .then()
                .statusCode(200);
        assertThat(Instant.parse(get(id).getString("regulatorClocks.find { it.kind == 'FINAL' }.dueAt")))
                .isEqualTo(covenant.platform.time.LegalCalendar.fullDaysAfter(discovered.plusSeconds(60), 30));
    }

    @Test
    @Tag("R-4.1.3-8")
    void regulatorsRulesAreDataThatTwoPersonsChange() {
        String rules = """
                {"rules":[{"minimumGrade":"LARGER","firstReport":"PT30M","followUp":"PT2H","finalReportDays":30,"source":"test"}]}""";
        as(Tokens.dpo()).body(rules).put("/v1/regulator-rules/TEST_BANK").then().statusCode(401);
        as(Tokens.dpoMfa())
                .body(rules.replace("PT30M", "-PT1M"))
                .put("/v1/regulator-rules/TEST_BANK")
                .then()
                .statusCode(422);
        String approval = as(Tokens.dpoMfa())
                .body(rules)
                .put("/v1/regulator-rules/TEST_BANK")
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        decide(approval, "approver-1").then().statusCode(200);

        Instant discovered = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        String id = report(discovered, ",\"estimatedSubjects\":1000000").getString("id");
        as(Tokens.operator())
                .body("{\"authority\":\"TEST_BANK\",\"reference\":\"1\",\"kind\":\"FIRST\",\"reportedAt\":\""
                        + discovered.plusSeconds(60) + "\"}")
                .post("/v1/incidents/" + id + "/regulator-reports")
                .then()
                .statusCode(201);

        JsonPath incident = get(id);
        assertThat(incident.getString(
                        "regulatorClocks.find { it.authority == 'TEST_BANK' && it.kind == 'FIRST' }.dueAt"))
                .isEqualTo(discovered.plusSeconds(1800).toString());
        assertThat(incident.getString(
                        "regulatorClocks.find { it.authority == 'TEST_BANK' && it.kind == 'SUPPLEMENT' }.dueAt"))
                .isEqualTo(discovered.plusSeconds(60 + 7200).toString());
        String away = as(Tokens.dpoMfa())
                .body("{\"rules\":[]}")
                .put("/v1/regulator-rules/TEST_BANK")
                .path("approvalId");
        decide(away, "approver-1").then().statusCode(200);
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

    /** Else the clock would stop before anybody was told. */
    @Test
    @Tag("R-4.1.3-8")
    void aReportThatIsStillToBeMadeStopsNoClock() {
        Instant discovered = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        String id = report(discovered, ",\"estimatedSubjects\":1000000").getString("id");

        as(Tokens.operator())
                .body("{\"authority\":\"PROVINCIAL_CAC\",\"reference\":\"2026-2\",\"kind\":\"FIRST\","
                        + "\"reportedAt\":\"2099-01-01T00:00:00Z\"}")
                .post("/v1/incidents/" + id + "/regulator-reports")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("reportedAt"));

        assertThat(get(id).getString("regulatorClocks.find { it.kind == 'FIRST' }.status"))
                .isEqualTo("OPEN");
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

    private static JsonPath report(Instant discovered, String more) {
        return as(Tokens.operator())
                .body("{\"title\":\"Leak of an archive\",\"kind\":\"LEAK\",\"discoveredAt\":\"" + discovered + "\""
                        + more + "}")
                .post("/v1/incidents")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static JsonPath get(String id) {
        return as(Tokens.operator())
                .get("/v1/incidents/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response release(String id, String key) {
        return as(Tokens.dpoMfa())
                .header("Idempotency-Key", key)
                .body("{}")
                .post("/v1/incidents/" + id + "/notification");
    }

    private static Response patchState(String id, String state) {
        return as(Tokens.operator()).body("{\"state\":\"" + state + "\"}").patch("/v1/incidents/" + id);
    }

    private static Response upload(String id, String body) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + Tokens.operator())
                .contentType("application/x-ndjson")
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put("/v1/incidents/" + id + "/affected-subjects");
    }

    private static Response decide(String approval, String who) {
        return as(Tokens.approverMfa(who))
                .body("{\"approve\":true,\"reason\":\"checked\"}")
                .post("/v1/approvals/" + approval + "/decision");
    }

    private static String lines(List<String> people) {
        return people.stream().map(p -> "{\"subjectId\":\"" + p + "\"}").collect(Collectors.joining("\n"));
    }

    private static String contact(String subject, String locale) {
        return "{\"email\":\"" + subject + "@example.org\",\"locale\":\"" + locale + "\"}";
    }
}
