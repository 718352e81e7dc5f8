package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.separate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class SharingIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private final String s = newSubject();

    private static Map<String, Object> holder(String kind, List<String> categories, List<String> purposes) {
        Map<String, Object> holder = new LinkedHashMap<>();
        holder.put("name", "A recipient");
        holder.put("contact", "partner@example.com");
        holder.put("kind", kind);
        holder.put("categories", categories);
        holder.put("purposes", purposes);
        holder.put("country", "CN");
        holder.put("transport", "REST");
        holder.put("backupMaxAge", "P60D");
        holder.put(
                "agreement",
                Map.of("id", "agr-1", "signedOn", "2026-01-01", "validUntil", "2099-12-31", "purposes", purposes));
        return holder;
    }

    private static ValidatableResponse put(String id, Map<String, Object> holder) {
        return as(Tokens.operator()).body(holder).put("/v1/holders/" + id).then();
    }

    private Map<String, Object> share(String recipient, String ground, String... categories) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("recipient", recipient);
        body.put("kind", "SHARE");
        body.put("ground", ground);
        body.put("purpose", "SERVICE_DELIVERY");
        body.put("categories", List.of(categories));
        body.put("subjectId", s);
        body.put("protection", List.of("ENCRYPTED_TRANSPORT", "FIELD_ENCRYPTED"));
        body.put("consideration", "NONE");
        body.put("evidence", Map.of("contractId", "c-1"));
        return body;
    }

    private static ValidatableResponse ask(Map<String, Object> body) {
        return Api.backend().body(body).post("/v1/sharing/decisions").then();
    }

    private static void refused(Map<String, Object> body, int status, String code) {
        ask(body).statusCode(status).body("code", equalTo(code));
    }

    @Test
    @Tag("AC-66")
    @Tag("AC-70")
    @Tag("R-3.1.1-1")
    @Tag("R-3.1.4-1")
    void withoutGroundRecipientOrAgreementNothingLeaves() {
        String partner = "partner-" + s;
        Map<String, Object> expired = holder("PROCESSOR", List.of("service.order"), List.of("SERVICE_DELIVERY"));
        expired.put("agreement", Map.of("id", "agr-0", "signedOn", "2020-01-01", "validUntil", "2021-01-01"));
        put(partner, expired).statusCode(201);

        Map<String, Object> groundless = share(partner, "CORE_FUNCTION", "service.order");
        groundless.remove("ground");
        refused(groundless, 403, "SHARING_NOT_PERMITTED");
        refused(share("nobody-" + s, "CORE_FUNCTION", "service.order"), 403, "RECIPIENT_NOT_REGISTERED");
        refused(share(partner, "CORE_FUNCTION", "service.order"), 403, "RECIPIENT_AGREEMENT_MISSING");
        Map<String, Object> sold = share(partner, "EXPLICIT_CONSENT", "service.order");
        sold.put("consideration", "PAID");
        refused(sold, 403, "SHARING_NOT_PERMITTED");

        Api.backend()
                .get("/v1/subjects/" + s + "/disclosures")
                .then()
                .statusCode(200)
                .body("items.outcome", contains("REFUSED", "REFUSED", "REFUSED", "REFUSED"));
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitEvent(Topic.SHARING, s, "SharingRefused", SOON);
        }
    }

    @Test
    @Tag("AC-67")
    @Tag("R-3.1.4-2")
    @Tag("R-3.1.1-2")
    @Tag("R-3.1.1-3")
    @Tag("R-1.2.1-3")
    void sensitiveDataLeavesProtectedUnderASeparateConsentAndIsWrittenDownBefore() {
        String verifier = "verifier-" + s;
        put(
                        verifier,
                        holder(
                                "IDENTITY_VERIFIER",
                                List.of("basic.name", "financial.bank_card"),
                                List.of("REAL_NAME_VERIFICATION")))
                .statusCode(201);
        Map<String, Object> body = share(verifier, "CORE_FUNCTION", "financial.bank_card");
        body.put("purpose", "REAL_NAME_VERIFICATION");
        refused(body, 403, "SEPARATE_CONSENT_REQUIRED");
        granted(s, separate("REAL_NAME_VERIFICATION", "financial.bank_card"));

        Map<String, Object> open = new LinkedHashMap<>(body);
        open.put("protection", List.of("MASKED"));
        refused(open, 422, "VALIDATION_FAILED");
        String id = ask(body)
                .statusCode(201)
                .body("categories", contains("financial.bank_card"))
                .extract()
                .path("disclosureId");

        try (KafkaTap kafka = new KafkaTap()) {
            assertThat(kafka.awaitEvent(Topic.SHARING, s, "PersonalDataShared", SOON)
                            .value())
                    .contains(id);
        }
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put("categories", List.of("financial.bank_card", "basic.email"));
        refused(more, 403, "RECIPIENT_SCOPE_EXCEEDED");
    }

    @Test
    @Tag("AC-69")
    @Tag("R-3.1.2-1")
    void anAffiliateThatChangesItsPurposeIsSuspendedUntilFreshConsent() {
        String affiliate = "affiliate-" + s;
        put(affiliate, holder("AFFILIATE", List.of("service.order"), List.of("SERVICE_DELIVERY")))
                .statusCode(201);
        Map<String, Object> naming = separate("SERVICE_DELIVERY", "service.order");
        naming.put("recipient", affiliate);
        granted(s, naming);
        ask(share(affiliate, "EXPLICIT_CONSENT", "service.order")).statusCode(201);

        put(affiliate, holder("AFFILIATE", List.of("service.order"), List.of("SERVICE_DELIVERY", "PERSONALISATION")))
                .statusCode(200)
                .body("status", equalTo("SUSPENDED"));
        refused(share(affiliate, "EXPLICIT_CONSENT", "service.order"), 403, "RECIPIENT_SUSPENDED");
        as(Tokens.operator())
                .delete("/v1/holders/" + affiliate + "/suspension")
                .then()
                .statusCode(200);
        refused(share(affiliate, "EXPLICIT_CONSENT", "service.order"), 403, "SEPARATE_CONSENT_REQUIRED");
        granted(s, naming);
        ask(share(affiliate, "EXPLICIT_CONSENT", "service.order")).statusCode(201);
    }

    @Test
    @Tag("AC-71")
    @Tag("R-3.3.2-1")
    @Tag("R-3.3.2-2")
    void publishingOnDemandTakesTwoPersonsAndIsCutToTheDocument() {
        Map<String, Object> demand = share("court-gazette", "LEGAL_DEMAND", "basic.name", "basic.address");
        demand.put("kind", "PUBLICATION");
        demand.put(
                "evidence",
                Map.of(
                        "documentType", "JUDGMENT",
                        "documentNumber", "(2026) 1",
                        "authority", "A court",
                        "scanSha256", "b".repeat(64),
                        "categories", List.of("basic.name")));
        Map<String, Object> association = new LinkedHashMap<>(demand);
        association.put(
                "evidence",
                Map.of(
                        "documentType", "ASSOCIATION_DEMAND",
                        "documentNumber", "1",
                        "authority", "支付清算协会",
                        "scanSha256", "b".repeat(64),
                        "categories", List.of("basic.name")));
        refused(association, 403, "LEGAL_DOCUMENT_REQUIRED");

        String approval = ask(demand).statusCode(202).extract().path("approvalId");
        as(Tokens.mint(covenant.embedded.identity.TokenRequest.of("backend-1", "APPROVER")
                        .withSecondFactor()))
                .body(Map.of("approve", true, "reason", "own"))
                .post("/v1/approvals/" + approval + "/decision")
                .then()
                .statusCode(403)
                .body("code", equalTo("FOUR_EYES_REQUIRED"));
        Api.approve(approval)
                .statusCode(201)
                .body("disclosureId", notNullValue())
                .body("categories", contains("basic.name"));
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitEvent(Topic.SHARING, s, "PublicDisclosureApproved", SOON);
        }
    }

    @Test
    @Tag("AC-73")
    @Tag("R-4.2.1-1")
    @Tag("R-5.2-8")
    void holdersStoreInChinaAndDeclareTheAgeOfTheirBackups() {
        Map<String, Object> abroad = holder("PARTNER", List.of("service.order"), List.of("SERVICE_DELIVERY"));
        abroad.put("country", "SG");
        put("abroad-" + s, abroad).statusCode(403).body("code", equalTo("CROSS_BORDER_NOT_ALLOWED"));
        for (String age : new String[] {null, "P91D", "P4M", "sometimes"}) {
            Map<String, Object> undeclared = holder("INTERNAL", List.of("service.order"), List.of());
            undeclared.put("backupMaxAge", age);
            put("undeclared-" + s, undeclared).statusCode(422).body("violations.field", hasItem("backupMaxAge"));
        }
        put("forbidden-" + s, holder("INTERNAL", List.of("health.record"), List.of()))
                .statusCode(422)
                .body("code", equalTo("CATEGORY_NOT_ENABLED"));
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitEvent(Topic.HOLDER, "notification-service", "HolderRegistered", SOON);
        }
    }

    @Test
    @Tag("AC-74")
    @Tag("R-1.2.4-2")
    void aComplaintHandsOverNoPhoneNumber() {
        String bureau = "bureau-" + s;
        put(
                        bureau,
                        holder(
                                "CONSUMER_PROTECTION",
                                List.of("basic.name", "identity.national_id", "basic.mobile_phone"),
                                List.of("SUPPORT_AND_COMPLAINTS")))
                .statusCode(201);
        Map<String, Object> body = share(bureau, "DISPUTE_AT_REQUEST", "basic.name", "basic.mobile_phone");
        body.put("purpose", "SUPPORT_AND_COMPLAINTS");
        body.put("evidence", Map.of("complaintId", "cp-9"));
        refused(body, 403, "RECIPIENT_SCOPE_EXCEEDED");
        body.put("categories", List.of("basic.name", "identity.national_id"));
        ask(body).statusCode(201);
    }

    @Test
    @Tag("AC-16")
    @Tag("AC-17")
    @Tag("AC-18")
    @Tag("R-1.3-1")
    @Tag("R-1.3-3")
    @Tag("R-1.3-5")
    void anExceptionNeedsEvidenceAndASecondPersonAndEndsByItself() {
        Map<String, Object> scope = Map.of(
                "purposes",
                List.of("SERVICE_DELIVERY"),
                "categories",
                List.of("basic.address"),
                "subjectIds",
                List.of(s));
        String until = Api.now().plus(Duration.ofDays(2)).toString();
        exception("CRIMINAL_JUSTICE", Map.of("authority", "police"), scope, until)
                .statusCode(422)
                .body("code", equalTo("EXCEPTION_EVIDENCE_MISSING"));
        exception("ACADEMIC_RESEARCH", Map.of("institution", "u"), scope, until)
                .statusCode(422)
                .body("code", equalTo("EXCEPTION_NOT_ENABLED"));
        assertThat(Api.verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("CONSENT_REQUIRED");

        String approval = exception("CRIMINAL_JUSTICE", Map.of("documentNumber", "X-1"), scope, until)
                .statusCode(202)
                .extract()
                .path("approvalId");
        assertThat(Api.verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("CONSENT_REQUIRED");
        Api.approve(approval).statusCode(201);
        Api.decide(s, "SERVICE_DELIVERY", "basic.address")
                .body("decision", equalTo("PERMIT"))
                .body("exceptionCode", equalTo("CRIMINAL_JUSTICE"));
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitEvent(Topic.CONSENT, s, "ExceptionUsed", SOON);
        }
        Api.clock("P2DT1S");
        assertThat(Api.verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("CONSENT_REQUIRED");

        String published = exception(
                        "SELF_PUBLISHED",
                        Map.of("url", "https://example.org/p", "capturedOn", "2026-01-02"),
                        scope,
                        Api.now().plus(Duration.ofDays(2)).toString())
                .statusCode(202)
                .extract()
                .path("approvalId");
        Api.approve(published).statusCode(201);
        assertThat(Api.verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("PERMIT");
        Api.backend()
                .body(Map.of("purposes", List.of("SERVICE_DELIVERY")))
                .post("/v1/subjects/" + s + "/objections")
                .then()
                .statusCode(201);
        assertThat(Api.verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("CONSENT_REQUIRED");
    }

    private static ValidatableResponse exception(
            String code, Map<String, ?> evidence, Map<String, ?> scope, String until) {
        return as(Tokens.operatorMfa())
                .body(Map.of("code", code, "evidence", evidence, "scope", scope, "validUntil", until))
                .post("/v1/exceptions")
                .then();
    }
}
