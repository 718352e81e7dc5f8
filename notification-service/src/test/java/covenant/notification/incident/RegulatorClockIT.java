package covenant.notification.incident;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.incident.IncidentApi.decide;
import static covenant.notification.incident.IncidentApi.get;
import static covenant.notification.incident.IncidentApi.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.contracts.Topic;
import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is owed to authorities, and when. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class RegulatorClockIT {
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
}
