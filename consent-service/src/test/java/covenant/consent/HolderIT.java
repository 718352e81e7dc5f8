package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.separate;
import static covenant.consent.Sharing.SOON;
import static covenant.consent.Sharing.agreement;
import static covenant.consent.Sharing.ask;
import static covenant.consent.Sharing.holder;
import static covenant.consent.Sharing.put;
import static covenant.consent.Sharing.share;
import static covenant.consent.Sharing.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.platform.time.LegalCalendar;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class HolderIT {
    private final String s = newSubject();
    private final String id = "holder-" + s;

    private static LocalDate today() {
        return LegalCalendar.dayOf(Api.now());
    }

    private static boolean alarmed(String code, String reference) {
        List<String> open = as(Tokens.operator())
                .get("/v1/alarms?open=true&limit=500&code=" + code)
                .then()
                .statusCode(200)
                .extract()
                .path("items.reference");
        return open.stream().anyMatch(r -> r.startsWith(reference + "/"));
    }

    @Test
    @Tag("R-3.1.4-1")
    void anAgreementWarnsThirtyDaysBeforeAndSuspendsByItselfAfterItsLastDay() {
        Map<String, Object> processor = holder("PROCESSOR", List.of("service.order"), "SERVICE_DELIVERY");
        put(id, with(processor, "agreement", agreement(today().plusDays(31).toString())))
                .statusCode(201);
        String current = "current-" + s;
        put(current, with(processor, "agreement", agreement(today().plusDays(90).toString())))
                .statusCode(201);
        assertThat(alarmed("AGREEMENT_EXPIRES", id)).isFalse();
        Api.clock("P1D");
        await().atMost(SOON).until(() -> alarmed("AGREEMENT_EXPIRES", id));
        assertThat(alarmed("AGREEMENT_EXPIRES", current)).isFalse();
        ask(share(s, id, "CORE_FUNCTION", "service.order")).statusCode(201);

        Api.clock("P30D");
        ask(share(s, id, "CORE_FUNCTION", "service.order")).statusCode(201);
        Api.clock("P1D");
        ask(share(s, id, "CORE_FUNCTION", "service.order"))
                .statusCode(403)
                .body("code", equalTo("RECIPIENT_AGREEMENT_MISSING"));
        try (KafkaTap kafka = new KafkaTap()) {
            assertThat(kafka.awaitEvent(Topic.HOLDER, id, "HolderSuspended", SOON)
                            .value())
                    .contains("agreement expired");
            assertThat(kafka.records(Topic.HOLDER, id)).anyMatch(r -> r.value().contains("agreement.expiring"));
        }
        as(Tokens.ops())
                .get("/v1/holders/" + id)
                .then()
                .body("status", equalTo("SUSPENDED"))
                .body("suspendedFor", equalTo("agreement expired"));
        as(Tokens.operator()).delete("/v1/holders/" + id + "/suspension").then().statusCode(403);
        put(id, with(processor, "agreement", agreement(today().plusDays(400).toString())))
                .statusCode(200);
        as(Tokens.operator())
                .delete("/v1/holders/" + id + "/suspension")
                .then()
                .statusCode(200)
                .body("status", equalTo("ACTIVE"));
        ask(share(s, id, "CORE_FUNCTION", "service.order")).statusCode(201);
    }

    @Test
    @Tag("R-3.1.4-1")
    void aDeletionDutyIsATextOrAnAnswerAndWithoutItTheAgreementIsNone() {
        Map<String, Object> processor = holder("PROCESSOR", List.of("service.order"), "SERVICE_DELIVERY");
        for (Object duty : List.of(true, "delete or return within 30 days")) {
            put(id, with(processor, "agreement", with(agreement("2099-12-31"), "deletionDuty", duty)))
                    .body("agreement.deletionDuty", equalTo(duty));
            ask(share(s, id, "CORE_FUNCTION", "service.order")).statusCode(201);
        }
        put(id, with(processor, "agreement", with(agreement("2099-12-31"), "deletionDuty", false)))
                .statusCode(200);
        ask(share(s, id, "CORE_FUNCTION", "service.order"))
                .statusCode(403)
                .body("code", equalTo("RECIPIENT_AGREEMENT_MISSING"));
        put(id, with(processor, "agreement", with(agreement("2099-12-31"), "deletionDuty", 30)))
                .statusCode(422)
                .body("violations.field", hasItem("agreement.deletionDuty"));
        put(id, with(processor, "agreement", with(agreement("2099-12-31"), "purposes", List.of("ANYTHING"))))
                .statusCode(422)
                .body("code", equalTo("PURPOSE_UNKNOWN"));
    }

    @Test
    @Tag("R-3.1.3-1")
    void aProcessorGetsMoreThanServiceAccountAndDeviceDataOnlyWithASecondPerson() {
        Map<String, Object> more =
                holder("PROCESSOR", List.of("service.order", "account.profile", "basic.name"), "SERVICE_DELIVERY");
        String approval = put(id, more)
                .statusCode(201)
                .body("awaitingApproval.categories", contains("basic.name"))
                .extract()
                .path("awaitingApproval.approvalId");
        put(id, more).statusCode(200).body("awaitingApproval.approvalId", equalTo(approval));
        ask(share(s, id, "CORE_FUNCTION", "basic.name"))
                .statusCode(403)
                .body("code", equalTo("RECIPIENT_SCOPE_EXCEEDED"));
        ask(share(s, id, "CORE_FUNCTION", "service.order")).statusCode(201);
        as(Tokens.mint(covenant.embedded.identity.TokenRequest.of("operator-1", "APPROVER")
                        .withSecondFactor()))
                .body(Map.of("approve", true, "reason", "own"))
                .post("/v1/approvals/" + approval + "/decision")
                .then()
                .statusCode(403)
                .body("code", equalTo("FOUR_EYES_REQUIRED"));
        Api.approve(approval).statusCode(200).body("categories", hasItem("basic.name"));
        ask(share(s, id, "CORE_FUNCTION", "basic.name")).statusCode(201);
        put(id, with(more, "name", "Renamed")).statusCode(200).body("awaitingApproval", nullValue());
        put(id, with(more, "categories", List.of("basic.name", "basic.email")))
                .statusCode(200)
                .body("awaitingApproval.categories", contains("basic.email"));
        Map<String, Object> groundless = with(more, "agreement", null);
        put("other-" + s, groundless).statusCode(201).body("awaitingApproval", nullValue());
        put("affiliate-" + s, with(more, "kind", "AFFILIATE")).statusCode(201).body("awaitingApproval", nullValue());
    }

    /** Else a partner could drop out of the erasure orders that go to everyone. */
    @Test
    @Tag("R-4.2.2-5")
    void nobodyChangesTheEntryOfACovenantService() {
        Map<String, Object> partner = holder("PARTNER", List.of("service.order"), "SERVICE_DELIVERY");
        put("consent-service", partner).statusCode(409);
        put("Notification-Service", partner).statusCode(409);
    }

    @Test
    @Tag("R-3.1.6-1")
    void anyThirdPartyIsNobodyThatCouldBeRegistered() {
        Map<String, Object> partner = holder("PARTNER", List.of("service.order"), "SERVICE_DELIVERY");
        for (String anybody : List.of("Any third party", "*", "任何第三方")) {
            put(id, with(partner, "name", anybody)).statusCode(422).body("violations.field", hasItem("name"));
        }
        put("any", partner).statusCode(422);
        put("*", partner).statusCode(422);
    }

    @Test
    @Tag("R-3.1.3-2")
    void whoGetsDataUnderAPolicyVersionIsPublic() {
        put(id, holder("PARTNER", List.of("service.order"), "SERVICE_DELIVERY")).statusCode(201);
        put("internal-" + s, holder("INTERNAL", List.of("service.order"), "SERVICE_DELIVERY"))
                .statusCode(201);
        String version = (String) Api.current().get("version");
        String found = "items.find { it.id == '" + id + "' }";
        given().get("/v1/policies/" + version + "/recipients?limit=500")
                .then()
                .statusCode(200)
                .body(found + ".name", equalTo("A recipient"))
                .body(found + ".contact", equalTo("partner@example.com"))
                .body(found + ".purposes", contains("SERVICE_DELIVERY"))
                .body(found + ".categories", contains("service.order"))
                .body(found + ".method", equalTo("REST"))
                .body("items.findAll { it.declared }.id", not(equalTo(List.of())))
                .body("items.id", not(hasItem("internal-" + s)));
        given().get("/v1/policies/999/recipients").then().statusCode(404);
    }

    @Test
    @Tag("R-3.1.3-3")
    void aProcessorPassesOnOnlyWhatWasApproved() {
        String to = "onward-" + s;
        put(id, holder("PROCESSOR", List.of("service.order", "device.id"), "SERVICE_DELIVERY"))
                .statusCode(201);
        put(to, holder("PROCESSOR", List.of("service.order", "device.id"), "SERVICE_DELIVERY"))
                .statusCode(201);
        Map<String, Object> passedOn = with(share(s, to, "CORE_FUNCTION", "service.order"), "via", id);
        ask(passedOn).statusCode(403).body("code", equalTo("SHARING_NOT_PERMITTED"));
        Map<String, Object> approval = Map.of(
                "to",
                to,
                "purposes",
                List.of("SERVICE_DELIVERY"),
                "categories",
                List.of("service.order"),
                "reason",
                "hosting");
        String path = "/v1/holders/" + id + "/onward-transfers";
        as(Tokens.operator())
                .body(with(approval, "to", "nobody"))
                .post(path)
                .then()
                .statusCode(403)
                .body("code", equalTo("RECIPIENT_NOT_REGISTERED"));
        String asked = as(Tokens.operator())
                .body(approval)
                .post(path)
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        String transfer = Api.approve(asked).statusCode(201).extract().path("id");
        ask(passedOn).statusCode(201);
        ask(with(passedOn, "categories", List.of("device.id"))).statusCode(403);
        as(Tokens.operator())
                .body(Map.of())
                .post(path + "/" + transfer + "/revocation")
                .then()
                .statusCode(200)
                .body("revokedAt", notNullValue());
        ask(passedOn).statusCode(403);
        as(Tokens.auditor()).get(path).then().statusCode(200).body("items.id", contains(transfer));
    }

    /** The consent may name a place of publication (R-3.3.1-1), so it is kept; what is on no register gets nothing all the same. */
    @Test
    @Tag("AC-66")
    @Tag("R-3.1.1-1")
    void aConsentThatNamesWhomNobodyRegisteredOpensNothing() {
        granted(s, with(separate("SERVICE_DELIVERY", "service.order"), "recipient", id));

        Api.backend()
                .body(Map.of(
                        "subjectId", s, "purpose", "SERVICE_DELIVERY", "category", "service.order", "recipient", id))
                .post("/v1/decisions")
                .then()
                .body("decision", equalTo("DENY"))
                .body("code", equalTo("RECIPIENT_NOT_REGISTERED"));
        for (String ground : List.of("EXPLICIT_CONSENT", "CORE_FUNCTION", "AGREEMENT")) {
            ask(share(s, id, ground, "service.order"))
                    .statusCode(403)
                    .body("code", equalTo("RECIPIENT_NOT_REGISTERED"));
        }
    }

    @Test
    @Tag("AC-73")
    @Tag("R-4.2.1-1")
    void storageAbroadNeedsARecordAndThePersonsOwnConsent() {
        Map<String, Object> abroad =
                with(holder("PROCESSOR", List.of("service.order"), "SERVICE_DELIVERY"), "country", "SG");
        put(id, abroad).statusCode(403).body("code", equalTo("CROSS_BORDER_NOT_ALLOWED"));
        Map<String, Object> unconsented =
                Map.of("mechanism", "STANDARD_CONTRACT", "approvalNumber", "XB-1", "separateConsent", false);
        put(id, with(abroad, "crossBorder", unconsented)).statusCode(403);
        put(id, with(abroad, "crossBorder", Map.of("mechanism", "STANDARD_CONTRACT", "approvalNumber", "XB-1")))
                .statusCode(201);
        ask(share(s, id, "CORE_FUNCTION", "service.order"))
                .statusCode(403)
                .body("code", equalTo("SEPARATE_CONSENT_REQUIRED"));
        granted(s, with(separate("SERVICE_DELIVERY", "service.order"), "recipient", id));
        ask(share(s, id, "CORE_FUNCTION", "service.order")).statusCode(201);

        Map<String, Object> foreign = Map.of(
                "documentType",
                "SUBPOENA",
                "documentNumber",
                "1",
                "authority",
                "A court abroad",
                "authorityCountry",
                "US",
                "scanSha256",
                "d".repeat(64),
                "categories",
                List.of("service.order"));
        ask(with(share(s, "foreign-court", "LEGAL_COMPULSION", "service.order"), "evidence", foreign))
                .statusCode(403)
                .body("code", equalTo("CROSS_BORDER_NOT_ALLOWED"));
    }

    @Test
    @Tag("R-3.1.4-1")
    void reviewsOfARecipientAreKeptAndTheNextOneIsWatched() {
        put(id, holder("PROCESSOR", List.of("service.order"), "SERVICE_DELIVERY"))
                .statusCode(201);
        Map<String, Object> review = Map.of(
                "kind",
                "AUDIT",
                "outcome",
                "FINDINGS",
                "reportSha256",
                "e".repeat(64),
                "reviewedOn",
                today().toString(),
                "nextReviewOn",
                today().plusDays(2).toString());
        as(Tokens.operator())
                .body(review)
                .post("/v1/holders/" + id + "/reviews")
                .then()
                .statusCode(201);
        as(Tokens.operator())
                .body(with(review, "nextReviewOn", today().toString()))
                .post("/v1/holders/" + id + "/reviews")
                .then()
                .statusCode(422);
        assertThat(alarmed("REVIEW_OVERDUE", id)).isFalse();
        Api.clock("P3D");
        await().atMost(SOON).until(() -> alarmed("REVIEW_OVERDUE", id));
        as(Tokens.operator())
                .body(with(
                        with(review, "reviewedOn", today().toString()),
                        "nextReviewOn",
                        today().plusDays(365).toString()))
                .post("/v1/holders/" + id + "/reviews")
                .then()
                .statusCode(201);
        assertThat(alarmed("REVIEW_OVERDUE", id)).isFalse();
    }
}
