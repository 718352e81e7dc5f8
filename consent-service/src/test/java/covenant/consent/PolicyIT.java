package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.consents;
import static covenant.consent.Api.grant;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.post;
import static covenant.consent.Api.verdict;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@SuppressWarnings("unchecked")
class PolicyIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A draft like the version in force, with the next number that is free. */
    private static Map<String, Object> draft(String declared) {
        Map<String, Object> current = Api.current();
        List<String> versions = Api.texts(as(Tokens.operator())
                .get("/v1/policies?limit=500")
                .then()
                .extract()
                .path("items.version"));
        Map<String, Object> draft = new LinkedHashMap<>();
        draft.put(
                "version",
                String.valueOf(
                        versions.stream().mapToInt(Integer::parseInt).max().orElseThrow() + 1));
        draft.put("declaredChange", declared);
        for (String field : List.of("locale", "title", "text", "highlightedSections", "controller", "purposes")) {
            draft.put(field, current.get(field));
        }
        draft.put("text", current.get("text") + "\n");
        return draft;
    }

    private static ValidatableResponse write(Map<String, Object> draft) {
        return as(Tokens.operator()).body(draft).post("/v1/policies").then();
    }

    private static ValidatableResponse publish(Map<String, Object> draft, Instant effectiveAt) {
        return as(Tokens.operatorMfa())
                .body(Map.of("effectiveAt", effectiveAt.toString()))
                .post("/v1/policies/" + draft.get("version") + "/publication")
                .then();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> withNewPurpose(Map<String, Object> draft, String code) {
        List<Object> purposes = new ArrayList<>((List<Object>) draft.get("purposes"));
        purposes.add(Map.of(
                "code",
                code,
                "name",
                "新目的",
                "mandatory",
                false,
                "basis",
                "CONSENT",
                "categories",
                List.of("basic.email"),
                "separate",
                false));
        draft.put("purposes", purposes);
        return draft;
    }

    @Test
    @Tag("R-PRE-1")
    @Tag("R-PRE-3")
    @Tag("R-1.1-2")
    @Tag("R-GAP-10")
    void theFirstVersionIsPublicWithItsHash() {
        given().get("/v1/policies/1")
                .then()
                .statusCode(200)
                .body("sha256", equalTo("1a0dd31c10745cd4d29b403410f58a0aac0c35ee1c4bda1b95a6383516806629"))
                .body("purposes.code", hasItem("PERSONALISATION"))
                .body("rights.right", hasItem("DELETION_OF_BOUND_CARDS"))
                .body("controller.dpo", equalTo("Personal Information Officer, dpo@example.com"));
        given().get("/v1/catalogue?policyVersion=1")
                .then()
                .statusCode(200)
                .body("categories.size()", equalTo(105))
                .body(
                        "purposes.find { it.code == 'REAL_NAME_VERIFICATION' }.categories",
                        hasItem("financial.bank_card"));
        given().get("/v1/policies/99").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    @Tag("AC-11")
    @Tag("R-6.2-3")
    void aMaterialChangeCannotBeDeclaredEditorial() {
        Map<String, Object> draft = withNewPurpose(draft("EDITORIAL"), "NEWSLETTER_A");
        write(draft).statusCode(201).body("status", equalTo("DRAFT"));
        given().get("/v1/policies/" + draft.get("version")).then().statusCode(404);

        publish(draft, Api.now().plus(Duration.ofDays(30)))
                .statusCode(422)
                .body("code", equalTo("CHANGE_CLASSIFICATION_TOO_LOW"));
    }

    @Test
    @Tag("AC-12")
    @Tag("R-6.1-3")
    void theNoticePeriodIsKept() {
        Map<String, Object> draft = withNewPurpose(draft("MATERIAL"), "NEWSLETTER_B");
        write(draft).statusCode(201);

        for (long days : new long[] {-1, 0, 10, 14}) {
            publish(draft, Api.now().plus(Duration.ofDays(days)))
                    .statusCode(422)
                    .body("code", equalTo("NOTICE_PERIOD_TOO_SHORT"));
        }
    }

    @Test
    @Tag("AC-08")
    @Tag("AC-09")
    @Tag("R-PRE-6")
    @Tag("R-PRE-7")
    @Tag("R-PRE-8")
    @Tag("R-6.1-4")
    void aNewVersionTakesEffectByItselfAndContinuedUseIsNoConsentToIt() {
        String s = newSubject();
        granted(s, grant("SERVICE_DELIVERY"));
        String before = (String) Api.current().get("version");
        Map<String, Object> draft = withNewPurpose(draft("MATERIAL"), "NEWSLETTER");
        write(draft).statusCode(201);
        String version = (String) draft.get("version");
        String approval = publish(draft, Api.now().plus(Duration.ofDays(16)))
                .statusCode(202)
                .body("status", equalTo("AWAITING_APPROVAL"))
                .extract()
                .path("approvalId");
        Api.approve(approval).statusCode(200).body("status", equalTo("PUBLISHED"));
        given().get("/v1/policies/" + version + "/changes")
                .then()
                .statusCode(200)
                .body("requiresReconsent", equalTo(true))
                .body("changes.find { it.kind == 'PURPOSE_ADDED' }.trigger", equalTo("6.2(1)"));

        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitRecord(
                    Topic.POLICY,
                    r -> s.equals(r.key())
                            && r.type().equals("covenant.ReconsentRequired")
                            && version.equals(r.header("ce_policyversion")),
                    SOON);
            // Accepted ahead of its hour: binds on activation.
            Map<String, Object> published =
                    given().get("/v1/policies/" + version).then().extract().path("");
            String early = newSubject();
            post(consents(early, Api.now(), version, (String) published.get("sha256"), grant("NEWSLETTER")))
                    .statusCode(201);
            assertThat(verdict(early, "NEWSLETTER", "basic.email")).isEqualTo("CONSENT_REQUIRED");

            Api.clock("P17D");
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> "ACTIVE"
                            .equals(given().get("/v1/policies/" + version)
                                    .then()
                                    .extract()
                                    .path("status")));
            kafka.awaitEvent(Topic.POLICY, version, "PolicyVersionActivated", SOON);
            assertThat(verdict(early, "NEWSLETTER", "basic.email")).isEqualTo("PERMIT");
            given().get("/v1/policies/" + before).then().body("status", equalTo("RETIRED"));

            Api.backend()
                    .body(Map.of("policyVersion", version, "at", Api.now().toString()))
                    .post("/v1/subjects/" + s + "/acknowledgements")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("EXPLICIT_CONSENT_REQUIRED"));
            Api.decide(s, "SERVICE_DELIVERY", "basic.name")
                    .body("decision", equalTo("PERMIT"))
                    .body("policyVersion", equalTo(before));
            assertThat(kafka.records(Topic.POLICY, s))
                    .filteredOn(r -> version.equals(r.header("ce_policyversion")))
                    .hasSize(1);
            String agreed = newSubject();
            granted(agreed, grant("SERVICE_DELIVERY"));
            editorialNeedsItsNotice(agreed, s, kafka);
        }
    }

    private void editorialNeedsItsNotice(String s, String onTheOldVersion, KafkaTap kafka) {
        Map<String, Object> draft = draft("EDITORIAL");
        write(draft).statusCode(201);
        String version = (String) draft.get("version");
        String approval = publish(draft, Api.now().plus(Duration.ofDays(8)))
                .statusCode(202)
                .extract()
                .path("approvalId");
        Api.approve(approval).statusCode(200);
        Api.clock("P9D");
        Awaitility.await().atMost(SOON).until(() -> version.equals(Api.current().get("version")));
        Map<String, String> use =
                Map.of("policyVersion", version, "at", Api.now().toString());
        Api.backend()
                .body(use)
                .post("/v1/subjects/" + s + "/acknowledgements")
                .then()
                .statusCode(409)
                .body("code", equalTo("NOTICE_NOT_DELIVERED"));

        kafka.publish(
                Topic.NOTIFICATION,
                s,
                "NotificationDelivered",
                "{\"notificationId\":\"0198c000-0000-7000-8000-0000000000aa\",\"subjectId\":\"" + s
                        + "\",\"messageClass\":\"POLICY\",\"template\":\"policy-change\",\"channel\":\"SMS\",\"dedupKey\":\"d-"
                        + s + "\",\"about\":{\"policyVersion\":\"" + version + "\"},\"deliveredAt\":\""
                        + Api.now().minusSeconds(60) + "\"}");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Api.backend()
                                .body(use)
                                .post("/v1/subjects/" + s + "/acknowledgements")
                                .statusCode()
                        == 201);
        kafka.awaitEvent(Topic.CONSENT, s, "NoticeAcknowledged", SOON);
        // Nothing changed in the last step, but the step before it was never agreed to.
        Api.backend()
                .body(Map.of(
                        "policyVersion",
                        version,
                        "at",
                        Api.now().toString(),
                        "noticeShownAt",
                        Api.now().minusSeconds(5).toString()))
                .post("/v1/subjects/" + onTheOldVersion + "/acknowledgements")
                .then()
                .statusCode(403)
                .body("code", equalTo("EXPLICIT_CONSENT_REQUIRED"));
    }

    @Test
    @Tag("R-PRE-2")
    void everyPieceOfEvidenceIsNeeded() {
        String s = newSubject();
        for (String field : List.of(
                "policyVersion",
                "policySha256",
                "presentedAt",
                "acceptedAt",
                "method",
                "channel",
                "appVersion",
                "locale",
                "highlightedSectionsShown")) {
            Map<String, Object> body = consents(s, grant("SERVICE_DELIVERY"));
            body.remove(field);
            post(body).statusCode(422).body("violations.field", hasItem(field));
        }
        Map<String, Object> otherText = consents(s, grant("SERVICE_DELIVERY"));
        otherText.put("policySha256", "0".repeat(64));
        post(otherText).statusCode(409).body("code", equalTo("VERSION_CONFLICT"));
        Map<String, Object> reversed = consents(s, grant("SERVICE_DELIVERY"));
        reversed.put("presentedAt", Api.now().plusSeconds(60).toString());
        post(reversed).statusCode(409).body("code", equalTo("VERSION_CONFLICT"));
        Map<String, Object> unknown = consents(s, grant("MIND_READING"));
        post(unknown).statusCode(422).body("code", equalTo("PURPOSE_UNKNOWN"));
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("CONSENT_REQUIRED");
    }

    @Test
    @Tag("AC-13")
    @Tag("R-GAP-4")
    void aHighRiskIsToldLikeAMaterialChange() {
        String id = "pia-" + newSubject();
        as(Tokens.operator())
                .body(Map.of(
                        "id",
                        id,
                        "scope",
                        Map.of("purposes", List.of("PERSONALISATION")),
                        "risk",
                        "HIGH",
                        "reportSha256",
                        "a".repeat(64),
                        "assessedOn",
                        "2026-01-15"))
                .post("/v1/impact-assessments")
                .then()
                .statusCode(201);
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitRecord(
                    Topic.POLICY,
                    r -> r.value().contains(id)
                            && r.value().contains("\"material\":true")
                            && r.value().contains("6.2(6)"),
                    SOON);
        }
    }

    /** Publishes the draft for when its notice period is over, and goes there. */
    private static String inForce(Map<String, Object> draft) {
        String version = (String) draft.get("version");
        write(draft).statusCode(201);
        String approval = publish(draft, Api.now().plus(Duration.ofDays(16)))
                .statusCode(202)
                .extract()
                .path("approvalId");
        Api.approve(approval).statusCode(200);
        Api.clock("P17D");
        Awaitility.await().atMost(SOON).until(() -> version.equals(Api.current().get("version")));
        return version;
    }

    @Test
    @Tag("AC-10")
    @Tag("R-6.1-2")
    @Tag("R-6.1-5")
    @Tag("R-PRE-8")
    void whoeverDidNotAgreeKeepsTheRightsOfTheOldVersion() {
        String agreed = newSubject();
        String silent = newSubject();
        granted(agreed, grant("SERVICE_DELIVERY"));
        granted(silent, grant("SERVICE_DELIVERY"));
        String before = (String) Api.current().get("version");
        Map<String, Object> draft = draft("MATERIAL");
        List<Map<String, Object>> rights = new ArrayList<>();
        for (Object right : (List<?>) Api.current().get("rights")) {
            Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) right);
            if (copy.get("right").equals("DELETION_OF_BOUND_CARDS")) {
                copy.put("selfService", false);
                copy.put("how", "CONTACT");
                copy.put("within", "P30D");
            }
            rights.add(copy);
        }
        draft.put("rights", rights);
        String version = inForce(draft);
        granted(agreed, grant("SERVICE_DELIVERY"));

        rights(agreed, "")
                .statusCode(200)
                .body("policyVersion", equalTo(version))
                .body(CARDS, equalTo(false));
        rights(silent, "")
                .statusCode(200)
                .body("policyVersion", equalTo(before))
                .body("inForce", equalTo(version))
                .body(CARDS, equalTo(true))
                .body("rights.right", hasItem("ACCOUNT_CLOSURE"))
                .body("rights.right", hasItem("PORTABILITY"))
                .body("reducedByInForce.kind", hasItem("RIGHT_CHANGED"));
        rights(silent, "?policyVersion=" + version)
                .statusCode(409)
                .body("code", equalTo("RIGHTS_REDUCTION_REQUIRES_CONSENT"));
        rights(agreed, "?policyVersion=" + version).statusCode(200);
        // Neither using the service on nor a switch in the settings is agreement.
        Api.backend()
                .body(Map.of(
                        "policyVersion",
                        version,
                        "at",
                        Api.now().toString(),
                        "noticeShownAt",
                        Api.now().minusSeconds(5).toString()))
                .post("/v1/subjects/" + silent + "/acknowledgements")
                .then()
                .statusCode(403);
        Api.backend()
                .body(Map.of("purposes", Map.of("COOKIE_PREFERENCE", true)))
                .put("/v1/subjects/" + silent + "/preferences")
                .then()
                .statusCode(200)
                .body("consents[0].policyVersion", equalTo(before));
        rights(silent, "").body("policyVersion", equalTo(before));
        Api.decide(silent, "SERVICE_DELIVERY", "basic.name").body("policyVersion", equalTo(before));
        // Closing under the old version works as ever.
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.publish(Topic.ACCOUNT, silent, "AccountClosed", "{\"accountId\":\"a-" + silent.substring(2) + "\"}");
            kafka.awaitEvent(Topic.CONSENT, silent, "ConsentEnded", SOON);
        }
    }

    private static final String CARDS = "rights.find { it.right == 'DELETION_OF_BOUND_CARDS' }.selfService";

    private static ValidatableResponse rights(String subject, String query) {
        return Api.backend().get("/v1/subjects/" + subject + "/rights" + query).then();
    }

    @Test
    @Tag("R-6.2-4")
    void whomNoChannelReachedGetsNothingOptionalUntilTheNoticeWasShown() {
        String s = newSubject();
        granted(s, grant("SERVICE_DELIVERY"), grant("COOKIE_ANALYTICS"));
        Map<String, Object> draft = draft("MATERIAL");
        Map<String, Object> controller = new LinkedHashMap<>((Map<String, Object>) draft.get("controller"));
        controller.put("dpo", "Another Officer, dpo2@example.com");
        draft.put("controller", controller);
        String version = inForce(draft);
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.publish(
                    Topic.NOTIFICATION,
                    s,
                    "SubjectUnreachable",
                    "{\"notificationId\":\"0198c000-0000-7000-8000-0000000000ab\",\"subjectId\":\"" + s
                            + "\",\"messageClass\":\"POLICY\",\"template\":\"policy-change\",\"dedupKey\":\"u-" + s
                            + "\",\"about\":{\"policyVersion\":\"" + version
                            + "\"},\"channelsTried\":[\"SMS\"],\"since\":\"" + Api.now() + "\"}");
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> verdict(s, "COOKIE_ANALYTICS", "cookie.id").equals("NOTICE_NOT_DELIVERED"));
            kafka.awaitRecord(
                    Topic.CONSENT_STATE,
                    r -> (s + "/COOKIE_ANALYTICS").equals(r.key()) && r.value().contains("\"noticePending\":true"),
                    SOON);
        }
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
        as(Tokens.subject(s))
                .get("/v1/subjects/" + s + "/interstitials")
                .then()
                .statusCode(200)
                .body("items[0].policyVersion", equalTo(version));

        as(Tokens.subject(s))
                .body(Map.of("policyVersion", version, "shownAt", Api.now().toString()))
                .post("/v1/subjects/" + s + "/interstitials")
                .then()
                .statusCode(201);

        assertThat(verdict(s, "COOKIE_ANALYTICS", "cookie.id")).isEqualTo("PERMIT");
    }

    @Test
    @Tag("R-1.2.2-2")
    @Tag("R-GAP-4")
    void whatIsSensitiveIsAssessedBeforeItBegins() {
        Map<String, Object> draft = withNewPurpose(draft("MATERIAL"), "BILL_REMINDER");
        List<Object> purposes = (List<Object>) draft.get("purposes");
        Map<String, Object> added = new LinkedHashMap<>((Map<String, Object>) purposes.getLast());
        added.put("categories", List.of("basic.email", "financial.bill"));
        purposes.set(purposes.size() - 1, added);
        write(draft).statusCode(201);
        Instant later = Api.now().plus(Duration.ofDays(30));
        publish(draft, later).statusCode(403).body("code", equalTo("IMPACT_ASSESSMENT_REQUIRED"));
        as(Tokens.operator())
                .body(Map.of(
                        "id",
                        "pia-" + newSubject(),
                        "scope",
                        Map.of("purposes", List.of("BILL_REMINDER"), "categories", List.of("financial.bill")),
                        "risk",
                        "LOW",
                        "reportSha256",
                        "b".repeat(64),
                        "assessedOn",
                        "2026-01-15"))
                .post("/v1/impact-assessments")
                .then()
                .statusCode(201);
        publish(draft, later).statusCode(202);

        Map<String, Object> machine = withNewPurpose(draft("MATERIAL"), "AUTOMATIC_LIMIT");
        List<Object> all = (List<Object>) machine.get("purposes");
        Map<String, Object> automated = new LinkedHashMap<>((Map<String, Object>) all.getLast());
        automated.put("automated", true);
        all.set(all.size() - 1, automated);
        write(machine).statusCode(201);
        publish(machine, later).statusCode(403).body("code", equalTo("IMPACT_ASSESSMENT_REQUIRED"));
    }
}
