package covenant.consent;

import static covenant.consent.Api.consents;
import static covenant.consent.Api.decide;
import static covenant.consent.Api.decline;
import static covenant.consent.Api.grant;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.post;
import static covenant.consent.Api.separate;
import static covenant.consent.Api.verdict;
import static covenant.consent.Api.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class ConsentLifeIT {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final KafkaTap kafka = new KafkaTap();
    private final String s = newSubject();

    @AfterEach
    void close() {
        kafka.close();
    }

    private List<String> types(Topic topic) {
        return kafka.records(topic, s).stream().map(TapRecord::type).toList();
    }

    @Test
    @Tag("AC-01")
    @Tag("R-1.2-2")
    @Tag("R-1.2.1-1")
    void aSeparateConsentPermitsTheBankCard() {
        granted(s, separate("REAL_NAME_VERIFICATION", "financial.bank_card"));

        decide(s, "REAL_NAME_VERIFICATION", "financial.bank_card")
                .body("decision", equalTo("PERMIT"))
                .body("consentId", notNullValue())
                .body("basis", equalTo("CONSENT"))
                .body("policyVersion", equalTo(Api.current().get("version")))
                .body("obligations", contains("MASK_BANK_CARD"));
        assertThat(verdict(s, "REAL_NAME_VERIFICATION", "device.installed_apps"))
                .isEqualTo("CATEGORY_NOT_ALLOWED_FOR_PURPOSE");
    }

    @Test
    @Tag("AC-02")
    @Tag("R-PRE-4")
    @Tag("R-1.1.2-1")
    void nothingIsCollectedBeforeThePolicyWasAccepted() {
        for (String purpose : List.of("SECURITY_RISK_CONTROL", "SERVICE_DELIVERY")) {
            assertThat(verdict(s, purpose, "device.id")).as(purpose).isEqualTo("CONSENT_REQUIRED");
        }
        kafka.awaitEvent(Topic.CONSENT, s, "DecisionRecorded", SOON);
    }

    @Test
    @Tag("AC-03")
    @Tag("R-1.2.3-1")
    void aBundledConsentDoesNotCoverTheBankCard() {
        granted(s, grant("SERVICE_DELIVERY"));
        assertThat(verdict(s, "SERVICE_DELIVERY", "financial.bank_card")).isEqualTo("SEPARATE_CONSENT_REQUIRED");

        granted(s, separate("SERVICE_DELIVERY", "financial.bank_card"));
        assertThat(verdict(s, "SERVICE_DELIVERY", "financial.bank_card")).isEqualTo("PERMIT");
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
    }

    @Test
    @Tag("AC-04")
    @Tag("R-PRE-5")
    @Tag("R-1.2.5-3")
    void aRefusedOptionalPurposeChangesNothingElseAndIsNotAskedAgain() {
        granted(s, grant("SERVICE_DELIVERY"), decline("PERSONALISATION"));

        assertThat(verdict(s, "SERVICE_DELIVERY", "service.order")).isEqualTo("PERMIT");
        assertThat(verdict(s, "PERSONALISATION", "browsing.follow")).isEqualTo("CONSENT_REQUIRED");
        post(consents(s, grant("PERSONALISATION"))).statusCode(429).body("code", equalTo("RECONSENT_COOLDOWN"));
        Api.as(Tokens.subject(s))
                .body(consents(s, grant("PERSONALISATION")))
                .post("/v1/consents")
                .then()
                .statusCode(201);
        assertThat(verdict(s, "PERSONALISATION", "browsing.follow")).isEqualTo("PERMIT");
    }

    @Test
    @Tag("AC-05")
    @Tag("R-5-1")
    @Tag("R-5-3")
    @Tag("R-1.2.5-2")
    void withdrawalTakesEffectAtOnceAndTwiceIsOnce() {
        granted(s, grant("SERVICE_DELIVERY"), separate("PERSONALISATION", "profile.tag"));
        assertThat(verdict(s, "PERSONALISATION", "profile.tag")).isEqualTo("PERMIT");

        String id = withdraw(s, "PERSONALISATION")
                .statusCode(200)
                .body("consents[0].status", equalTo("WITHDRAWN"))
                .extract()
                .path("consents[0].id");

        assertThat(verdict(s, "PERSONALISATION", "profile.tag")).isEqualTo("CONSENT_REQUIRED");
        withdraw(s, "PERSONALISATION").statusCode(200).body("consents.id", contains(id));
        TapRecord withdrawn = kafka.awaitEvent(Topic.CONSENT, s, "ConsentWithdrawn", SOON);
        assertThat(withdrawn.value()).contains("\"remainingPurposes\":{\"profile.tag\":[]}");
        kafka.awaitEvent(Topic.CONSENT, s, "ProcessingStopRequired", SOON);
        assertThat(types(Topic.CONSENT).stream().filter("covenant.ConsentWithdrawn"::equals))
                .hasSize(1);
    }

    @Test
    @Tag("AC-06")
    @Tag("R-1.2-3")
    @Tag("R-1.2.1-2")
    @Tag("R-5-4")
    void withdrawingAMandatoryPurposeOffersClosureAndClosesNothing() {
        granted(s, grant("SERVICE_DELIVERY"), separate("REAL_NAME_VERIFICATION", "financial.bank_card"));

        withdraw(s, "REAL_NAME_VERIFICATION")
                .statusCode(200)
                .body("serviceImpact.closureOffered", equalTo(true))
                .body(
                        "serviceImpact.effects.find { it.purpose == 'REAL_NAME_VERIFICATION' }.effect",
                        equalTo("SERVICE_UNAVAILABLE"));

        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
        Api.backend()
                .get("/v1/subjects/" + s + "/service-impact")
                .then()
                .statusCode(200)
                .body("closureOffered", equalTo(true))
                .body("effects.purpose", hasItem("REAL_NAME_VERIFICATION"));
    }

    @Test
    @Tag("AC-07")
    @Tag("R-1.5.5-1")
    @Tag("R-1.2.6-2")
    void dataCollectedForOnePurposeIsNotUsedForAnother() {
        granted(s, grant("SECURITY_RISK_CONTROL.extended"));
        assertThat(verdict(s, "SECURITY_RISK_CONTROL", "browsing.history")).isEqualTo("PERMIT");
        assertThat(verdict(s, "PERSONALISATION", "browsing.history")).isEqualTo("PURPOSE_NOT_COVERED");
    }

    @Test
    @Tag("AC-15")
    @Tag("R-ENV-4")
    void aGrantThatArrivesAfterItsWithdrawalStaysWithdrawn() {
        granted(s, grant("COOKIE_ANALYTICS"));
        Instant before = Api.now();
        withdraw(s, "COOKIE_ANALYTICS").statusCode(200);

        post(consents(s, before.minusMillis(5), grant("COOKIE_ANALYTICS")))
                .statusCode(201)
                .body("consents[0].status", equalTo("WITHDRAWN"));

        assertThat(verdict(s, "COOKIE_ANALYTICS", "cookie.id")).isEqualTo("CONSENT_REQUIRED");
    }

    @Test
    @Tag("AC-15")
    void aGrantThatArrivesAfterTheFirstWithdrawalOfWhatNobodyGrantedYetIsWithdrawn() {
        Instant before = Api.now();
        withdraw(s, "COOKIE_ANALYTICS").statusCode(200).body("consents", equalTo(List.of()));

        post(consents(s, before.minusMillis(50), grant("COOKIE_ANALYTICS")))
                .statusCode(201)
                .body("consents[0].status", equalTo("WITHDRAWN"));
        assertThat(verdict(s, "COOKIE_ANALYTICS", "cookie.id")).isEqualTo("CONSENT_REQUIRED");
        granted(s, grant("COOKIE_ANALYTICS"));
        assertThat(verdict(s, "COOKIE_ANALYTICS", "cookie.id")).isEqualTo("PERMIT");
    }

    @Test
    @Tag("AC-15")
    @Tag("R-GAP-8")
    void anOlderGrantThatArrivesLateIsSupersededByTheNewerOne() {
        Instant now = Api.now();
        String newer = post(consents(s, now, grant("SERVICE_DELIVERY")))
                .statusCode(201)
                .extract()
                .path("consents[0].id");

        post(consents(s, now.minusSeconds(60), grant("SERVICE_DELIVERY")))
                .statusCode(201)
                .body("consents[0].status", equalTo("SUPERSEDED"))
                .body("consents[0].supersededBy", equalTo(newer));

        Api.backend().get("/v1/subjects/" + s + "/consents").then().body("items.id", contains(newer));
        Api.backend()
                .get("/v1/subjects/" + s + "/consents/history")
                .then()
                .body("items.status", contains("GRANTED", "SUPERSEDED"));
        decide(s, "SERVICE_DELIVERY", "basic.name").body("consentId", equalTo(newer));
        assertThat(kafka.awaitEvent(Topic.CONSENT, s, "ConsentSuperseded", SOON).value())
                .contains(newer);
    }

    @Test
    @Tag("AC-97")
    @Tag("R-GAP-1")
    void minorsNeedAGuardianAndGetNoCredit() {
        birthDate(s, Api.now().toString().substring(0, 4), 13);
        post(consents(s, grant("PERSONALISATION"))).statusCode(403).body("code", equalTo("GUARDIAN_CONSENT_REQUIRED"));
        Map<String, Object> byGuardian = grant("PERSONALISATION");
        byGuardian.put("guardian", Map.of("guardianId", "g-1", "evidence", "doc-77"));
        post(consents(s, byGuardian)).statusCode(201);
        assertThat(verdict(s, "PERSONALISATION", "browsing.follow")).isEqualTo("PERMIT");

        String older = newSubject();
        birthDate(older, Api.now().toString().substring(0, 4), 17);
        post(consents(older, grant("CREDIT_ASSESSMENT"))).statusCode(403).body("code", equalTo("MINOR_NOT_ALLOWED"));
        assertThat(verdict(older, "SERVICE_DELIVERY", "basic.name")).isEqualTo("MINOR_NOT_ALLOWED");
    }

    private static void birthDate(String subject, String thisYear, int age) {
        Api.backend()
                .body(Map.of("birthDate", (Integer.parseInt(thisYear) - age) + "-01-01"))
                .put("/v1/subjects/" + subject + "/birth-date")
                .then()
                .statusCode(204);
    }

    @Test
    @Tag("AC-98")
    @Tag("R-GAP-2")
    void aSeparateConsentCoversExactlyOneGroup() {
        post(consents(s, separate("REAL_NAME_VERIFICATION", "financial.bank_card", "biometric.face_image")))
                .statusCode(422)
                .body("code", equalTo("VALIDATION_FAILED"))
                .body("violations[0].field", equalTo("grants[0].categories"));
        Map<String, Object> unexplained = separate("REAL_NAME_VERIFICATION", "financial.bank_card");
        unexplained.remove("necessityShown");
        post(consents(s, unexplained)).statusCode(422).body("violations[0].field", equalTo("grants[0].necessityShown"));
    }

    @Test
    @Tag("R-GAP-8")
    void aNewGrantTakesThePlaceOfTheOlder() {
        granted(s, grant("SERVICE_DELIVERY"));
        granted(s, grant("SERVICE_DELIVERY"));

        Api.backend()
                .get("/v1/subjects/" + s + "/consents/history")
                .then()
                .statusCode(200)
                .body("items.status", contains("SUPERSEDED", "GRANTED"));
        Api.backend().get("/v1/subjects/" + s + "/consents").then().body("items.status", contains("GRANTED"));
        kafka.awaitEvent(Topic.CONSENT, s, "ConsentSuperseded", SOON);
    }

    @Test
    @Tag("AC-21")
    @Tag("R-1.5.3-1")
    @Tag("R-1.5.3-4")
    void closingTheAccountEndsEverythingWithinFiveSeconds() {
        granted(s, grant("SERVICE_DELIVERY"), separate("REAL_NAME_VERIFICATION", "financial.bank_card"));

        kafka.publish(Topic.ACCOUNT, s, "AccountClosed", "{\"accountId\":\"a-" + s.substring(2) + "\"}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> verdict(s, "SERVICE_DELIVERY", "basic.name").equals("PROCESSING_RESTRICTED"));
        assertThat(verdict(s, "PERSONALISATION", "browsing.follow")).isEqualTo("PROCESSING_RESTRICTED");
        assertThat(verdict(s, "LEGAL_ARCHIVE", "basic.name")).isEqualTo("PERMIT");
        post(consents(s, grant("SERVICE_DELIVERY"))).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
        kafka.awaitEvent(Topic.CONSENT, s, "ConsentEnded", SOON);
        TapRecord state = kafka.awaitRecord(
                Topic.CONSENT_STATE,
                r -> (s + "/SERVICE_DELIVERY").equals(r.key()) && r.value().contains("ENDED"),
                SOON);
        assertThat(state.value()).contains("\"restricted\":true");
    }

    @Test
    @Tag("AC-33")
    @Tag("AC-26")
    @Tag("R-1.5.3-3")
    void anotherOpenAccountKeepsWhatItNeedsAndReopeningRevivesNothing() {
        String a = "a1-" + s.substring(2);
        String b = "b1-" + s.substring(2);
        kafka.publish(Topic.ACCOUNT, s, "AccountOpened", "{\"accountId\":\"" + a + "\"}");
        kafka.publish(Topic.ACCOUNT, s, "AccountOpened", "{\"accountId\":\"" + b + "\"}");
        granted(s, grant("SERVICE_DELIVERY"));
        kafka.publish(Topic.ACCOUNT, s, "AccountClosed", "{\"accountId\":\"" + a + "\"}");
        kafka.publish(Topic.ACCOUNT, s, "AccountClosed", "{\"accountId\":\"" + b + "\"}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> verdict(s, "SERVICE_DELIVERY", "basic.name").equals("PROCESSING_RESTRICTED"));
        TapRecord ended = kafka.awaitEvent(Topic.CONSENT, s, "ConsentEnded", SOON);
        assertThat(ended.value()).contains(b);

        kafka.publish(Topic.ACCOUNT, s, "AccountReopened", "{\"accountId\":\"" + b + "\"}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> verdict(s, "SERVICE_DELIVERY", "basic.name").equals("CONSENT_REQUIRED"));
        granted(s, grant("SERVICE_DELIVERY"));
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
    }

    @Test
    @Tag("R-1.5.3-1")
    @Tag("R-4.2.2-7")
    void factsThatContradictThemselvesCloseAndOpenNothing() {
        String a = "a2-" + s.substring(2);
        Instant openedAt = Api.now().minusSeconds(600);
        account("AccountOpened", a, "openedAt", openedAt);
        granted(s, grant("SERVICE_DELIVERY"));
        account("AccountClosed", a, "closedAt", openedAt.minusSeconds(1));
        awaitAlarm(a + "/CLOSED_BEFORE_OPENING");
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");

        Instant closedAt = Api.now().minusSeconds(10);
        account("AccountClosed", a, "closedAt", closedAt);
        awaitVerdict("PROCESSING_RESTRICTED");
        account("AccountOpened", a, "openedAt", closedAt.plusSeconds(1));
        awaitAlarm(a + "/OPENED_AFTER_CLOSING");
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PROCESSING_RESTRICTED");
    }

    @Test
    @Tag("R-4.2.2-1")
    @Tag("R-4.2.2-7")
    void whatIsGrantedAfterAClosingThatWasDatedAheadByMistakeCounts() {
        String a = "a3-" + s.substring(2);
        granted(s, grant("SERVICE_DELIVERY"));
        Instant right = Api.now();
        account("AccountClosed", a, "closedAt", right.plus(Duration.ofDays(700)));
        awaitVerdict("PROCESSING_RESTRICTED");
        account("AccountClosed", a, "closedAt", right);
        account("AccountReopened", a, "reopenedAt", Api.now());

        awaitVerdict("CONSENT_REQUIRED");
        granted(s, grant("SERVICE_DELIVERY"));
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
    }

    @Test
    @Tag("R-ENV-5")
    void anInstantThatCannotBeMeantIsSetAsideAndClosesNothing() {
        String a = "a4-" + s.substring(2);
        granted(s, grant("SERVICE_DELIVERY"));
        account("AccountClosed", a, "closedAt", Api.now().plus(Duration.ofDays(3_661)));
        account("AccountClosed", a, "closedAt", Instant.EPOCH.minusSeconds(1));

        DeadLetters letters = DeadLetters.of(kafka, Topic.ACCOUNT);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> letters.all().stream()
                                .filter(letter -> s.equals(letter.key()))
                                .count()
                        == 2);
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
    }

    private void account(String event, String account, String field, Instant at) {
        kafka.publish(Topic.ACCOUNT, s, event, "{\"accountId\":\"" + account + "\",\"" + field + "\":\"" + at + "\"}");
    }

    private void awaitVerdict(String verdict) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> verdict(s, "SERVICE_DELIVERY", "basic.name").equals(verdict));
    }

    private static void awaitAlarm(String reference) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Api.as(Tokens.operator())
                        .get("/v1/alarms?code=ACCOUNT_CONFLICT&open=true&limit=500")
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<String>>path("items.reference")
                        .contains(reference));
    }

    @Test
    @Tag("AC-48")
    void anErasedPersonLeavesATombstoneAndPseudonymousEvidence() {
        granted(s, grant("SERVICE_DELIVERY"));
        kafka.publish(
                Topic.RETENTION,
                s,
                "SubjectErased",
                "{\"subjectId\":\"" + s + "\",\"caseId\":\"0198c000-0000-7000-8000-000000000001\",\"erased\":[],"
                        + "\"kept\":[],\"erasedAt\":\"" + Api.now() + "\"}");

        kafka.awaitRecord(Topic.CONSENT_STATE, r -> (s + "/SERVICE_DELIVERY").equals(r.key()) && r.isTombstone(), SOON);
        assertThat(verdict(s, "LEGAL_ARCHIVE", "basic.name")).isEqualTo("PROCESSING_RESTRICTED");
        Api.backend().get("/v1/subjects/" + s + "/consents/history").then().body("items.size()", equalTo(0));
    }
}
