package covenant.notification.incident;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.Api.newSubject;
import static covenant.notification.Api.putContact;
import static covenant.notification.incident.IncidentApi.ELEMENTS;
import static covenant.notification.incident.IncidentApi.contact;
import static covenant.notification.incident.IncidentApi.decide;
import static covenant.notification.incident.IncidentApi.get;
import static covenant.notification.incident.IncidentApi.lines;
import static covenant.notification.incident.IncidentApi.patchState;
import static covenant.notification.incident.IncidentApi.release;
import static covenant.notification.incident.IncidentApi.report;
import static covenant.notification.incident.IncidentApi.upload;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is told of a breach, and what if not (policy 4.1.3(2)). */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class BreachNoticeIT {
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
    @Tag("R-4.1.3-7")
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
        // Data of a closed account is restricted; telling of a breach is what it may still be used for (R-4.1.3-7).
        tap.publish(Topic.ACCOUNT, people.get(6), "AccountClosed", "{\"accountId\":\"acc-" + people.get(6) + "\"}");
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
        assertThat(Mails.box().to(people.get(6) + "@example.org"))
                .as("a closed account")
                .hasSize(1);
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
        as(Tokens.dpoMfa())
                .body("{\"correction\":true}")
                .post("/v1/incidents/" + id + "/notification")
                .then()
                .statusCode(202)
                .body("campaignId", not(equalTo(campaign)));
        Mails.await(
                people.get(0) + "@example.org",
                m -> Mails.box().to(people.get(0) + "@example.org").size() == 2,
                SOON);
        Awaitility.await().atMost(SOON).until(() -> get(id).getString("state"), "NOTIFIED"::equals);
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
}
