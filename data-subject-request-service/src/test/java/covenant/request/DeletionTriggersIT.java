package covenant.request;

import static covenant.request.Api.as;
import static covenant.request.Api.awaitStatus;
import static covenant.request.Api.backend;
import static covenant.request.Api.get;
import static covenant.request.Api.newSubject;
import static covenant.request.Api.verified;
import static covenant.request.Api.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What carries a deletion, what stands in its way, and what the person is told. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class DeletionTriggersIT {
    private final KafkaTap kafka = new KafkaTap();

    @BeforeEach
    void publishKey() {
        Api.notificationService();
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    @Tag("R-5.2-2")
    void withoutTriggerThePersonIsAskedAndNeitherEndsWithReasonAndRemedies() {
        String subject = newSubject();
        String id = verified(wish(subject, "DELETION", "basic.name"));
        get(id).body("answer.result.doYouMean", contains("WITHDRAWAL", "ACCOUNT_CLOSURE"))
                .body("answer.result.serviceEnds", equalTo(false));
        assertThat(Api.letterFor(kafka, subject, "request-question", id)).contains("撤回同意", "注销账户");
        as(Tokens.subject(newSubject()))
                .body(Map.of("means", "NEITHER"))
                .post("/v1/requests/" + id + "/meaning")
                .then()
                .statusCode(404);

        means(id, "NEITHER").statusCode(200).body("status", equalTo("REFUSED"));

        get(id).body("answer.refused[0].ground", equalTo("NO_TRIGGER"));
        assertThat(Api.letterFor(kafka, subject, "request-refused", id)).contains("申诉", "人民法院");
        means(id, "NEITHER").statusCode(409);
    }

    @Test
    @Tag("R-5.2-2")
    void aWithdrawalThatSheMeantIsTheTrigger() {
        String subject = newSubject();
        consent(subject, "GRANTED");
        String id = verified(wish(subject, "DELETION", "profile.tag"));
        assertThat(Api.status(id)).isEqualTo("IN_REVIEW");

        String linked = means(id, "WITHDRAWAL").statusCode(200).extract().path("linkedRequest");

        get(linked).body("type", equalTo("WITHDRAWAL")).body("status", equalTo("ACCEPTED"));
        kafka.awaitRecord(
                Topic.DSR,
                r -> subject.equals(r.key())
                        && r.type().endsWith("RequestAccepted")
                        && r.value().contains(linked),
                Api.SOON);
        consent(subject, "WITHDRAWN");
        awaitStatus(linked, "COMPLETED");
        awaitStatus(id, "ACCEPTED");
        get(id).body("answer.automatic", equalTo(true));
    }

    @Test
    @Tag("R-5.2-4")
    void everythingWhileAnAccountIsOpenEndsTheServiceHasToBeConfirmedAndBecomesClosureWithEarlyErasure() {
        String subject = newSubject();
        String account = "acc-" + subject;
        Api.account(kafka, subject, account, true);
        String id = verified(wish(subject, "DELETION"));
        get(id).body("status", equalTo("IN_REVIEW")).body("answer.result.serviceEnds", equalTo(true));
        assertThat(Api.letterFor(kafka, subject, "request-question", id)).contains("终止", "ends the service");
        means(id, "ACCOUNT_CLOSURE").statusCode(422).body("violations[0].field", equalTo("confirmServiceEnds"));

        String closing = backend()
                .body(Map.of("means", "ACCOUNT_CLOSURE", "confirmServiceEnds", true))
                .post("/v1/requests/" + id + "/meaning")
                .then()
                .statusCode(200)
                .extract()
                .path("linkedRequest");

        get(closing).body("status", equalTo("ACCEPTED")).body("accountId", equalTo(account));
        assertThat(Api.status(id)).isEqualTo("IN_REVIEW");
        Api.account(kafka, subject, account, false);
        awaitStatus(closing, "COMPLETED");
        awaitStatus(id, "ACCEPTED");
        var ordered = JsonPath.from(kafka.awaitEvent(Topic.DSR, subject, "DeletionRequested", Api.SOON)
                .value());
        assertThat(ordered.getString("trigger")).isEqualTo("ACCOUNT_CLOSED");
        assertThat(ordered.getString("accountId")).isEqualTo(account);
    }

    @Test
    @Tag("AC-32")
    void whatIsHeldIsAnsweredAtOnceAndGoesWhenTheHoldIsReleased() {
        String subject = newSubject();
        Api.account(kafka, subject, "acc-" + subject, false);
        String hold = UUID.randomUUID().toString();
        retention(
                subject,
                "RetentionHoldPlaced",
                "{\"holdId\":\"" + hold
                        + "\",\"categories\":[\"financial.transaction\"],\"authority\":\"Example Court\","
                        + "\"reviewOn\":\"2027-05-01\",\"placedAt\":\"2026-11-24T00:00:00Z\"}");
        String id = verified(wish(subject, "DELETION", "financial.transaction"));
        assertThat(Api.status(id)).isEqualTo("ACCEPTED");
        String caseId = scheduled(subject, id, "financial.transaction", "");

        awaitStatus(id, "COMPLETED");
        get(id).body("answer.outcome", equalTo("PARTIAL"))
                .body("answer.result.kept[0].code", equalTo("LEGAL_HOLD_ACTIVE"))
                .body("answer.result.kept[0].reviewOn", equalTo("2027-05-01"));
        assertThat(Api.letterFor(kafka, subject, "request-answered", id))
                .contains("financial.transaction", "legal hold", "2027-05-01", "申诉");

        retention(
                subject,
                "RetentionHoldReleased",
                "{\"holdId\":\"" + hold
                        + "\",\"categories\":[\"financial.transaction\"],\"releasedAt\":\"2026-11-25T00:00:00Z\"}");
        erased(subject, id, caseId, "[\"financial.transaction\"]", "[]", "[]");

        Awaitility.await()
                .atMost(Api.SOON)
                .untilAsserted(() -> get(id).body("answer.result.erased", contains("financial.transaction"))
                        .body("timeline.event", hasItem("FollowUpSent")));
    }

    @Test
    @Tag("AC-54")
    void whatTheLawKeepsIsNamedWithLawAndEndWhenNothingElseIsLeft() {
        String subject = newSubject();
        Api.account(kafka, subject, "acc-" + subject, false);
        String id = verified(wish(subject, "DELETION", "identity.national_id"));
        scheduled(
                subject, id, "identity.national_id", ",\"law\":\"Anti-Money-Laundering Law\",\"article\":\"art. 34\"");

        awaitStatus(id, "COMPLETED");

        get(id).body("answer.outcome", equalTo("PARTIAL"))
                .body("answer.result.kept[0].code", equalTo("STATUTORY_RETENTION"))
                .body("answer.result.kept[0].law", equalTo("Anti-Money-Laundering Law"))
                .body("answer.result.kept[0].until", equalTo("2036-12-01T16:00:00Z"));
        assertThat(Api.letterFor(kafka, subject, "request-answered", id))
                .contains("Anti-Money-Laundering Law art. 34", "2036-12-02", "申诉");
    }

    @Test
    @Tag("AC-38")
    @Tag("AC-39")
    @Tag("R-5.2-6")
    void theAnswerListsAllRecipientsLeavesInTimeAndALateConfirmationIsReported() {
        String subject = newSubject();
        Api.account(kafka, subject, "acc-" + subject, false);
        String id = verified(wish(subject, "DELETION"));
        String caseId = scheduled(subject, id, "basic.email", "");
        awaitStatus(id, "EXECUTING");
        String order = UUID.randomUUID().toString();
        recipient(
                subject,
                "RecipientErasureRequested",
                caseId,
                order,
                "p1",
                ",\"categories\":[\"basic.email\"],"
                        + "\"disclosureIds\":[],\"requestedAt\":\"2026-11-24T00:00:00Z\",\"dueBy\":\"2026-12-09T00:00:00Z\"");
        recipient(
                subject,
                "RecipientErasureExempted",
                caseId,
                UUID.randomUUID().toString(),
                "p2",
                ",\"categories\":[\"basic.email\"],\"exemption\":\"OWN_AUTHORISATION\",\"evidence\":\"auth-77\","
                        + "\"exemptedAt\":\"2026-11-24T00:00:00Z\"");
        recipient(
                subject,
                "RecipientErasureConfirmed",
                caseId,
                UUID.randomUUID().toString(),
                "p3",
                ",\"outcome\":\"ERASED\",\"records\":1,\"late\":false,\"confirmedAt\":\"2026-11-24T00:00:00Z\"");
        Awaitility.await()
                .atMost(Api.SOON)
                .untilAsserted(() -> get(id).body(
                                "timeline.event",
                                hasItems(
                                        "RecipientErasureRequested",
                                        "RecipientErasureExempted",
                                        "RecipientErasureConfirmed")));

        Api.clockTo(Instant.parse(get(id).extract().path("replyDue")).minus(Duration.ofHours(1)));

        Awaitility.await().atMost(Api.SOON).untilAsserted(() -> get(id).body("answer.outcome", equalTo("PARTIAL")));
        get(id).body("answer.missingHolders", contains("p1"))
                .body("answer.result.recipients.holderId", contains("p1", "p2", "p3"))
                .body("answer.result.recipients.status", contains("REQUESTED", "EXEMPT_OWN_AUTHORISATION", "CONFIRMED"))
                .body("answer.result.recipients[1].evidence", equalTo("auth-77"))
                .body("status", equalTo("EXECUTING"))
                .body("overdue", equalTo(false));
        recipient(
                subject,
                "RecipientErasureConfirmed",
                caseId,
                order,
                "p1",
                ",\"outcome\":\"ERASED\",\"records\":1,\"late\":true,\"confirmedAt\":\"2026-12-20T00:00:00Z\"");
        Awaitility.await()
                .atMost(Api.SOON)
                .untilAsserted(() -> get(id).body("timeline.event", hasItem("FollowUpSent"))
                        .body("answer.result.recipients[0].status", equalTo("CONFIRMED")));
        assertThat(Api.letterFor(kafka, subject, "request-answered", id)).contains("p1");
    }

    @Test
    @Tag("AC-61")
    @Tag("R-GAP-7")
    void aRecordedInstructionOfTheDeceasedRefusesRelativesWithTheReason() {
        String subject = newSubject();
        String me = Tokens.mint(covenant.embedded.identity.TokenRequest.of(subject, "SUBJECT"));
        String meWithMfa = Tokens.mint(
                covenant.embedded.identity.TokenRequest.of(subject, "SUBJECT").withSecondFactor());
        String path = "/v1/subjects/" + subject + "/posthumous-instruction";
        as(me).body(Map.of("relativesMay", false)).put(path).then().statusCode(401);
        as(meWithMfa).body(Map.of("relativesMay", false)).put(path).then().statusCode(204);
        Map<String, Object> wish = wish(subject, "ACCESS", "basic.gender");
        wish.put("requester", "RELATIVE_OF_DECEASED");
        String id = Api.file(wish);
        Api.verifyByDocument(id, "ID_CARD").statusCode(422).body("violations[0].field", equalTo("document.kind"));

        Api.verifyByDocument(id, "PROOF_OF_DEATH_AND_KINSHIP").statusCode(200);

        get(id).body("status", equalTo("REFUSED"))
                .body("answer.refused[0].ground", equalTo("INSTRUCTION_OF_DECEASED"))
                .body("personal.letter", org.hamcrest.Matchers.containsString("死者生前"));
    }

    @Test
    @Tag("R-GAP-7")
    void afterADeathNothingIsDecidedByRuleInThePersonsOwnName() {
        String subject = newSubject();
        kafka.publish(
                Topic.ACCOUNT,
                subject,
                "SubjectDeceased",
                "{\"subjectId\":\"" + subject + "\",\"reportedAt\":\"2026-11-20T00:00:00Z\"}");
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> !Rows.text("select 1 from deceased_fact where subject_id = '" + subject + "'")
                        .isEmpty());

        String id = verified(wish(subject, "ACCESS", "basic.gender"));

        get(id).body("status", equalTo("IN_REVIEW")).body("answer.result.subjectDeceased", equalTo(true));
    }

    /** What only a person can find is not asked of the requester, and the operator may simply agree to the claim. */
    @Test
    @Tag("R-5.2-3")
    void aClaimThatAnOperatorHasToFindIsDecidedByOne() {
        Map<String, Object> wish = wish(newSubject(), "DELETION", "basic.name");
        wish.put("trigger", "UNLAWFUL_PROCESSING");
        String id = verified(wish);
        get(id).body("status", equalTo("IN_REVIEW")).body("answer.result.claimed", equalTo("UNLAWFUL_PROCESSING"));

        as(Tokens.operatorMfa())
                .body(Map.of("accept", true))
                .post("/v1/requests/" + id + "/decision")
                .then()
                .statusCode(200);

        get(id).body("status", equalTo("ACCEPTED"))
                .body("answer.trigger", equalTo("UNLAWFUL_PROCESSING"))
                .body("answer.automatic", equalTo(false));
    }

    @Test
    void aWithdrawalOfNothingIsDoneAtOnce() {
        String id = verified(wish(newSubject(), "WITHDRAWAL"));

        get(id).body("status", equalTo("COMPLETED")).body("answer.outcome", equalTo("FULL"));
    }

    private static ValidatableResponse means(String id, String what) {
        return backend()
                .body(Map.of("means", what))
                .post("/v1/requests/" + id + "/meaning")
                .then();
    }

    private void consent(String subject, String status) {
        kafka.publish(
                Topic.CONSENT_STATE,
                subject + "/PERSONALISATION",
                "ConsentState",
                "{\"subjectId\":\"" + subject + "\",\"purpose\":\"PERSONALISATION\",\"status\":\"" + status
                        + "\",\"categories\":[\"profile.tag\"],\"separateCategories\":[],\"recipients\":[],"
                        + "\"policyVersion\":\"1\",\"restricted\":false}",
                "ce_subject",
                subject);
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> Rows.text("select status from consent_fact where subject_id = '" + subject + "'")
                        .equals(status));
    }

    private void retention(String subject, String event, String json) {
        kafka.publish(Topic.RETENTION, subject, event, json);
    }

    private String scheduled(String subject, String request, String category, String law) {
        String caseId = UUID.randomUUID().toString();
        retention(
                subject,
                "RetentionScheduled",
                "{\"caseId\":\"" + caseId + "\",\"cause\":\"REQUEST\",\"requestId\":\"" + request
                        + "\",\"dueAt\":\"2026-11-24T00:00:00Z\",\"rule\":\"request\",\"ruleVersion\":1,\"items\":[{\"category\":\""
                        + category
                        + "\",\"action\":\"DELETE\",\"dueAt\":\"2036-12-01T16:00:00Z\",\"rule\":\"r\",\"ruleVersion\":1"
                        + law + "}],\"late\":false}");
        return caseId;
    }

    private void erased(String subject, String request, String caseId, String erased, String kept, String holders) {
        retention(
                subject,
                "BackupErasurePending",
                "{\"caseId\":\"" + caseId + "\",\"cause\":\"REQUEST\",\"requestId\":\"" + request + "\",\"erased\":"
                        + erased
                        + ",\"kept\":" + kept + ",\"holders\":" + holders
                        + ",\"backups\":[{\"holderId\":\"core\",\"until\":\"2027-01-01T00:00:00Z\"}],\"erasedLiveAt\":\"2026-11-25T00:00:00Z\"}");
    }

    private void recipient(String subject, String event, String caseId, String order, String holder, String more) {
        retention(
                subject,
                event,
                "{\"caseId\":\"" + caseId + "\",\"orderId\":\"" + order + "\",\"holderId\":\"" + holder + "\"" + more
                        + "}");
    }
}
