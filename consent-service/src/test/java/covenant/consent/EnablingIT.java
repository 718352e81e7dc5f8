package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.grant;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What ships switched off, and who may switch it on. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class EnablingIT {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final String s = newSubject();

    private static ValidatableResponse state(String category, Map<String, ?> body) {
        return as(Tokens.operator())
                .body(body)
                .put("/v1/catalogue/categories/" + category + "/state")
                .then();
    }

    private static void approve(ValidatableResponse asked, int status) {
        String approval = asked.statusCode(202)
                .body("status", equalTo("AWAITING_APPROVAL"))
                .extract()
                .path("approvalId");
        Api.approve(approval).statusCode(status);
    }

    @Test
    @Tag("R-CAT-1")
    void aSensitiveCategoryIsSwitchedOnByTwoPersonsWithAnAssessment() {
        granted(s, grant("SECURITY_RISK_CONTROL.extended"));
        assertThat(verdict(s, "SECURITY_RISK_CONTROL.extended", "device.installed_apps"))
                .isEqualTo("CATEGORY_NOT_ALLOWED_FOR_PURPOSE");
        state("device.installed_apps", Map.of("state", "ON"))
                .statusCode(403)
                .body("code", equalTo("IMPACT_ASSESSMENT_REQUIRED"));
        state("device.installed_apps", Map.of("state", "ON", "impactAssessmentId", "policy-1"))
                .statusCode(403);
        String pia = "pia-" + s;
        as(Tokens.operator())
                .body(Map.of(
                        "id",
                        pia,
                        "scope",
                        Map.of(
                                "purposes",
                                List.of("SECURITY_RISK_CONTROL"),
                                "categories",
                                List.of("device.installed_apps")),
                        "risk",
                        "MEDIUM",
                        "reportSha256",
                        "c".repeat(64),
                        "assessedOn",
                        "2026-01-15"))
                .post("/v1/impact-assessments")
                .then()
                .statusCode(201);
        Map<String, String> on = Map.of("state", "ON", "impactAssessmentId", pia);
        as(Tokens.backend())
                .body(on)
                .put("/v1/catalogue/categories/device.installed_apps/state")
                .then()
                .statusCode(403);
        approve(state("device.installed_apps", on), 200);
        try {
            granted(s, Api.separate("SECURITY_RISK_CONTROL.extended", "device.installed_apps"));
            assertThat(verdict(s, "SECURITY_RISK_CONTROL.extended", "device.installed_apps"))
                    .isEqualTo("PERMIT");
        } finally {
            approve(state("device.installed_apps", Map.of("state", "OFF")), 200);
        }
        assertThat(verdict(s, "SECURITY_RISK_CONTROL.extended", "device.installed_apps"))
                .isEqualTo("CATEGORY_NOT_ALLOWED_FOR_PURPOSE");
    }

    @Test
    @Tag("R-CAT-1")
    void whatIsForbiddenIsMovedByNoSwitch() {
        state("health.record", Map.of("state", "ON", "impactAssessmentId", "policy-1"))
                .statusCode(409)
                .body("code", equalTo("STATE_CONFLICT"));
        state("financial.card_cvv2", Map.of("state", "OFF")).statusCode(409);
        state("basic.name", Map.of("state", "FORBIDDEN")).statusCode(422).body("violations.field", hasItem("state"));
        state("no.such", Map.of("state", "ON")).statusCode(422).body("code", equalTo("CATEGORY_UNKNOWN"));
    }

    private ValidatableResponse exception(String code, Map<String, ?> evidence) {
        return as(Tokens.operatorMfa())
                .body(Map.of(
                        "code",
                        code,
                        "evidence",
                        evidence,
                        "scope",
                        Map.of(
                                "purposes",
                                List.of("SERVICE_DELIVERY"),
                                "categories",
                                List.of("basic.address"),
                                "subjectIds",
                                List.of(s)),
                        "validUntil",
                        Api.now().plus(Duration.ofDays(2)).toString()))
                .post("/v1/exceptions")
                .then();
    }

    private static ValidatableResponse code(String code, Map<String, ?> body) {
        return as(Tokens.operatorMfa())
                .body(body)
                .put("/v1/exceptions/codes/" + code + "/state")
                .then();
    }

    @Test
    @Tag("AC-17")
    @Tag("R-1.3-5")
    void anExceptionThatShipsDisabledIsEnabledByAnApproverWithTheLaw() {
        Map<String, String> research = Map.of("institution", "u", "approvalReference", "e-1", "reference", "d-1");
        exception("ACADEMIC_RESEARCH", research).statusCode(422).body("code", equalTo("EXCEPTION_NOT_ENABLED"));
        code("ACADEMIC_RESEARCH", Map.of("state", "ON"))
                .statusCode(422)
                .body("code", equalTo("EXCEPTION_EVIDENCE_MISSING"));
        code("CRIMINAL_JUSTICE", Map.of("state", "OFF")).statusCode(409);
        ValidatableResponse asked =
                code("ACADEMIC_RESEARCH", Map.of("state", "ON", "law", "An Example Law", "article", "7"));
        exception("ACADEMIC_RESEARCH", research).statusCode(422).body("code", equalTo("EXCEPTION_NOT_ENABLED"));
        approve(asked, 200);
        try {
            as(Tokens.auditor())
                    .get("/v1/exceptions/codes")
                    .then()
                    .body("items.size()", equalTo(11))
                    .body("items.find { it.code == 'ACADEMIC_RESEARCH' }.law", equalTo("An Example Law"))
                    .body("items.find { it.code == 'NEWS_REPORTING' }.state", equalTo("OFF"));
            approve(exception("ACADEMIC_RESEARCH", research), 201);
            assertThat(verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("PERMIT");
        } finally {
            approve(code("ACADEMIC_RESEARCH", Map.of("state", "OFF")), 200);
        }
        exception("ACADEMIC_RESEARCH", research).statusCode(422);
    }

    @Test
    @Tag("R-1.3-4")
    void aUseByExceptionStandsInThePersonsReportUnlessItMustStaySecret() {
        approve(exception("CRIMINAL_JUSTICE", Map.of("documentNumber", "X-2", "secret", true)), 201);
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("PERMIT");
        report(Tokens.subject(s)).body("items", empty());
        report(Tokens.backend()).body("items", empty());
        report(Tokens.operator())
                .body("items[0].ground", equalTo("CRIMINAL_JUSTICE"))
                .body("items[0].secret", equalTo(true));

        String other = newSubject();
        approve(
                as(Tokens.operatorMfa())
                        .body(Map.of(
                                "code",
                                "CONTRACT_NECESSARY",
                                "evidence",
                                Map.of("contractId", "k-1", "clause", "3"),
                                "scope",
                                Map.of(
                                        "purposes",
                                        List.of("SERVICE_DELIVERY"),
                                        "categories",
                                        List.of("basic.email"),
                                        "subjectIds",
                                        List.of(other)),
                                "validUntil",
                                Api.now().plus(Duration.ofDays(2)).toString()))
                        .post("/v1/exceptions")
                        .then(),
                201);
        Api.decide(other, "SERVICE_DELIVERY", "basic.email");
        Api.decide(other, "SERVICE_DELIVERY", "basic.email");
        as(Tokens.subject(other))
                .get("/v1/subjects/" + other + "/disclosures")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].kind", equalTo("EXCEPTION"))
                .body("items[0].ground", equalTo("CONTRACT_NECESSARY"))
                .body("items[0].categories", equalTo(List.of("basic.email")))
                .body("items[0].secret", equalTo(false));
    }

    private ValidatableResponse report(String token) {
        return as(token).get("/v1/subjects/" + s + "/disclosures").then().statusCode(200);
    }

    @Test
    @Tag("R-1.3-3")
    void peopleAreToldWhenTheEmergencyEnds() {
        approve(exception("VITAL_INTERESTS", Map.of("necessity", "unconscious, could not be asked")), 201);
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("PERMIT");
        try (KafkaTap kafka = new KafkaTap()) {
            assertThat(kafka.records(Topic.NOTIFICATION, s)).isEmpty();
            Api.clock("P2DT1S");
            TapRecord told = kafka.awaitEvent(Topic.NOTIFICATION, s, "NotificationRequested", SOON);
            assertThat(told.value())
                    .contains("\"template\":\"vital-interest-use\"", "basic.address", "\"messageClass\":\"RIGHTS\"")
                    .doesNotContain("unconscious");
        }
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("CONSENT_REQUIRED");
    }

    @Test
    @Tag("R-1.5.2-1")
    @Tag("R-1.5.2-2")
    @Tag("R-1.5.2-3")
    void onlyAnAssessedAnonymisedSetIsOutsideAndMayBeAnalysedForCommerce() {
        String id = "set-" + s;
        dataSet(id, "DE_IDENTIFIED", "UNSALTED_HASH", null)
                .statusCode(422)
                .body("violations.field", hasItem("technique"));
        dataSet(id, "DE_IDENTIFIED", "KEYED_HASH", null).statusCode(200);
        analyse(id).body("decision", equalTo("DENY")).body("code", equalTo("PURPOSE_NOT_COVERED"));
        dataSet(id, "ANONYMISED", "AGGREGATION", null).statusCode(422).body("violations.field", hasItem("assessment"));
        ValidatableResponse asked = dataSet(
                id,
                "ANONYMISED",
                "AGGREGATION",
                Map.of(
                        "method",
                        "k-anonymity",
                        "measure",
                        "k = 20",
                        "tester",
                        "lab-1",
                        "reportSha256",
                        "d".repeat(64)));
        analyse(id).body("decision", equalTo("DENY"));
        approve(asked, 200);
        analyse(id).body("decision", equalTo("PERMIT"));
    }

    private static ValidatableResponse dataSet(
            String id, String state, String technique, @org.jspecify.annotations.Nullable Map<String, ?> assessment) {
        Map<String, Object> body = new java.util.HashMap<>(
                Map.of("categories", List.of("service.order"), "state", state, "technique", technique));
        if (assessment != null) {
            body.put("assessment", assessment);
        }
        return as(Tokens.operator()).body(body).put("/v1/data-sets/" + id).then();
    }

    private static ValidatableResponse analyse(String id) {
        return Api.backend()
                .body(Map.of("use", "COMMERCIAL_ANALYSIS"))
                .post("/v1/data-sets/" + id + "/decisions")
                .then()
                .statusCode(200);
    }
}
