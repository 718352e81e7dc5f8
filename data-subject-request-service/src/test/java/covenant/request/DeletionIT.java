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
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.embedded.identity.TokenRequest;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class DeletionIT {
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
    @Tag("R-5.2-3")
    @Tag("AC-54")
    void aClosedAccountIsATriggerAndTheResultIsFedBackWithWhatStays() {
        String subject = newSubject();
        closed(subject, "acc-" + subject);
        String id = verified(wish(subject, "DELETION"));
        get(id).body("status", equalTo("ACCEPTED"))
                .body("answer.trigger", equalTo("ACCOUNT_CLOSED"))
                .body("answer.automatic", equalTo(true));
        var ordered = JsonPath.from(kafka.awaitEvent(Topic.DSR, subject, "DeletionRequested", Api.SOON)
                .value());
        assertThat(ordered.getString("origin")).isEqualTo("VERIFIED_REQUEST");
        assertThat(ordered.getString("accountId")).isEqualTo("acc-" + subject);
        String caseId = UUID.randomUUID().toString();

        kafka.publish(
                Topic.RETENTION,
                subject,
                "RetentionScheduled",
                "{\"caseId\":\"" + caseId + "\",\"cause\":\"REQUEST\",\"requestId\":\"" + id
                        + "\",\"dueAt\":\"2026-11-24T00:00:00Z\",\"rule\":\"request\",\"ruleVersion\":1,\"items\":[],\"late\":false}");
        awaitStatus(id, "EXECUTING");
        backend().post("/v1/requests/" + id + "/cancellation").then().statusCode(409);
        kafka.publish(
                Topic.RETENTION,
                subject,
                "RecipientErasureExempted",
                "{\"caseId\":\"" + caseId + "\",\"orderId\":\"" + UUID.randomUUID()
                        + "\",\"holderId\":\"p2\",\"categories\":[\"basic.name\"],\"exemption\":\"OWN_AUTHORISATION\",\"evidence\":\"auth-77\",\"exemptedAt\":\"2026-11-24T00:00:00Z\"}");
        kafka.publish(
                Topic.RETENTION,
                subject,
                "BackupErasurePending",
                "{\"caseId\":\"" + caseId + "\",\"cause\":\"REQUEST\",\"requestId\":\"" + id
                        + "\",\"erased\":[\"basic.email\"],\"kept\":[{\"category\":\"financial.transaction\",\"because\":\"HELD\",\"holdId\":\""
                        + UUID.randomUUID()
                        + "\"}],\"holders\":[{\"holderId\":\"p1\",\"kind\":\"PROCESSOR\",\"status\":\"CONFIRMED\",\"categories\":[\"basic.email\"]}],"
                        + "\"backups\":[{\"holderId\":\"core\",\"until\":\"2027-01-01T00:00:00Z\"}],\"erasedLiveAt\":\"2026-11-24T00:00:00Z\"}");

        awaitStatus(id, "COMPLETED");
        get(id).body("answer.outcome", equalTo("PARTIAL"))
                .body("answer.result.erased", contains("basic.email"))
                .body("answer.result.kept[0].category", equalTo("financial.transaction"))
                .body("answer.result.recipients[0].holderId", equalTo("p1"))
                .body("timeline.event", hasItems("RecipientErasureExempted", "RequestCompleted"));
        assertThat(Api.letterFor(kafka, subject, "request-answered", id))
                .contains("basic.email", "financial.transaction", "legal hold", "备份", "申诉");
    }

    @Test
    @Tag("AC-52")
    void noConsentIsFoundByItself() {
        String subject = newSubject();
        String id = verified(wish(subject, "DELETION", "profile.tag"));

        get(id).body("status", equalTo("ACCEPTED")).body("answer.trigger", equalTo("NO_CONSENT"));
    }

    @Test
    @Tag("R-5.2-2")
    void withALiveConsentThePersonIsAskedWhatSheMeans() {
        String subject = newSubject();
        kafka.publish(
                Topic.CONSENT_STATE,
                subject + "/PERSONALISATION",
                "ConsentState",
                "{\"subjectId\":\"" + subject
                        + "\",\"purpose\":\"PERSONALISATION\",\"status\":\"GRANTED\",\"categories\":[\"profile.tag\"],\"separateCategories\":[],\"recipients\":[],"
                        + "\"policyVersion\":\"1\",\"restricted\":false}",
                "ce_subject",
                subject);
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> !Rows.text("select 1 from consent_fact where subject_id = '" + subject + "'")
                        .isEmpty());

        String id = verified(wish(subject, "DELETION", "profile.tag"));

        get(id).body("status", equalTo("IN_REVIEW"))
                .body("answer.result.doYouMean", contains("WITHDRAWAL", "ACCOUNT_CLOSURE"));
    }

    @Test
    @Tag("AC-53")
    @Tag("R-5.2.2-1")
    @Tag("R-5.2.2-2")
    void aRefusalNeedsItsGroundItsReasonItsEvidenceAndSometimesASecondPerson() {
        String subject = newSubject();
        String id = inReview(subject);

        decide(id, refusal("NEWS_REPORTING", "reason", "e"))
                .statusCode(422)
                .body("code", equalTo("REFUSAL_GROUND_REQUIRED"));
        decide(id, refusal("BAD_FAITH_OR_ABUSE", null, "e"))
                .statusCode(422)
                .body("code", equalTo("REFUSAL_REASON_REQUIRED"));
        decide(id, refusal("BAD_FAITH_OR_ABUSE", "reason", null))
                .statusCode(422)
                .body("code", equalTo("VALIDATION_FAILED"));
        as(Tokens.operator())
                .body(refusal("NO_TRIGGER", "reason", null))
                .post("/v1/requests/" + id + "/decision")
                .then()
                .statusCode(401)
                .body("code", equalTo("MFA_REQUIRED"));
        String approval = decide(id, refusal("BAD_FAITH_OR_ABUSE", "the same wish for the hundredth time", "log 12"))
                .statusCode(202)
                .extract()
                .path("approvalId");
        as(Tokens.approverMfa("approver-2"))
                .get("/v1/requests/" + id + "/refusal-proposals")
                .then()
                .statusCode(200)
                .body("[0].reason", equalTo("the same wish for the hundredth time"))
                .body("[0].evidence", equalTo("log 12"));
        as(Tokens.approver("approver-2"))
                .get("/v1/requests/" + id + "/refusal-proposals")
                .then()
                .statusCode(401);
        assertThat(as(Tokens.approverMfa("approver-2"))
                        .get("/v1/approvals?limit=500")
                        .asString())
                .contains(approval)
                .doesNotContain("hundredth");
        Map<String, Object> yes = Map.of("approve", true, "reason", "checked");
        as(Tokens.mint(TokenRequest.of("operator-1", "APPROVER").withSecondFactor()))
                .body(yes)
                .post("/v1/approvals/" + approval + "/decision")
                .then()
                .statusCode(403)
                .body("code", equalTo("FOUR_EYES_REQUIRED"));
        assertThat(Api.status(id)).isEqualTo("IN_REVIEW");
        as(Tokens.approverMfa("approver-2"))
                .body(yes)
                .post("/v1/approvals/" + approval + "/decision")
                .then()
                .statusCode(200)
                .body("status", equalTo("REFUSED"));

        get(id).body("answer.refused[0].ground", equalTo("BAD_FAITH_OR_ABUSE"))
                .body("answer.refused[0].approvedBy", equalTo("approver-2"))
                .body("personal.letter", containsString("the same wish for the hundredth time"));
        kafka.awaitEvent(Topic.DSR, subject, "RequestRefused", Api.SOON);
        assertThat(kafka.records(Topic.DSR, subject)).noneMatch(r -> r.value().contains("hundredth"));
    }

    @Test
    @Tag("AC-55")
    void underSecrecyTheLetterIsNeutralAndOnlyTheAuditorSeesTheGround() {
        String subject = newSubject();
        String id = inReview(subject);
        Map<String, Object> secret = refusal("CRIMINAL_JUSTICE", "suspicious transaction report", "case 9");
        secret.put("secrecy", true);

        decide(id, secret).statusCode(200).body("status", equalTo("REFUSED"));

        String shown = as(Tokens.subject(subject))
                .get("/v1/requests/" + id)
                .then()
                .statusCode(200)
                .body("answer.refused", hasSize(0))
                .extract()
                .asString();
        assertThat(shown).doesNotContain("CRIMINAL", "suspicious", "侦查");
        as(Tokens.operator()).get("/v1/requests/" + id).then().body("answer.refused", hasSize(0));
        as(Tokens.auditor())
                .get("/v1/requests/" + id)
                .then()
                .body("answer.refused[0].ground", equalTo("CRIMINAL_JUSTICE"));
        assertThat(Api.letterFor(kafka, subject, "request-refused", id))
                .doesNotContain("侦查", "suspicious")
                .contains("申诉");
        assertThat(kafka.awaitEvent(Topic.DSR, subject, "RequestRefused", Api.SOON)
                        .value())
                .doesNotContain("CRIMINAL");
    }

    @Test
    @Tag("R-5.2.2-3")
    @Tag("R-5.2.2-4")
    void aPartIsRefusedTheRestGoesOnAndAnAppealIsDecidedBySomebodyElse() {
        String subject = newSubject();
        String id = verified(wish(subject, "DELETION", "basic.email", "basic.name"));
        Map<String, Object> part = refusal("STATUTORY_RETENTION", "kept by the Anti-Money-Laundering Law", "art. 34");
        part.put("categories", List.of("basic.name"));
        decide(id, part).statusCode(200).body("status", equalTo("IN_REVIEW")).body("partial", equalTo(true));
        decide(id, Map.of("accept", true, "trigger", "PURPOSE_FULFILLED"))
                .statusCode(200)
                .body("status", equalTo("ACCEPTED"));
        assertThat(JsonPath.from(kafka.awaitEvent(Topic.DSR, subject, "DeletionRequested", Api.SOON)
                                .value())
                        .getList("categories"))
                .isEqualTo(List.of("basic.email"));
        Map<String, Object> appeal = wish(subject, "DELETION", "basic.name");
        appeal.put("appealOf", id);

        String second = verified(appeal);

        get(second).body("appealOf", equalTo(id));
        decide(second, Map.of("accept", true, "trigger", "PURPOSE_FULFILLED"))
                .statusCode(403)
                .body("code", equalTo("FOUR_EYES_REQUIRED"));
        as(Tokens.mint(TokenRequest.of("operator-2", "PRIVACY_OPERATOR").withSecondFactor()))
                .body(Map.of("accept", true, "trigger", "PURPOSE_FULFILLED"))
                .post("/v1/requests/" + second + "/decision")
                .then()
                .statusCode(200);
    }

    @Test
    @Tag("AC-63")
    @Tag("R-1.2.2-2")
    void anExplanationNamesFactorsAndReviewer() {
        String subject = newSubject();
        String id = verified(wish(subject, "EXPLANATION"));
        decide(id, Map.of("accept", true, "answer", "income too low")).statusCode(422);

        decide(id, Map.of("accept", true, "answer", "income too low", "factors", List.of("income", "debt")))
                .statusCode(200)
                .body("status", equalTo("COMPLETED"));

        get(id).body("personal.letter", containsString("income；debt"))
                .body("personal.letter", containsString("operator-1"));
    }

    @Test
    @Tag("AC-64")
    void aReopenedAccountEndsTheDeletion() {
        String subject = newSubject();
        closed(subject, "re-" + subject);
        String id = verified(wish(subject, "DELETION"));
        String caseId = UUID.randomUUID().toString();
        kafka.publish(
                Topic.RETENTION,
                subject,
                "RetentionScheduled",
                "{\"caseId\":\"" + caseId + "\",\"cause\":\"REQUEST\",\"requestId\":\"" + id
                        + "\",\"dueAt\":\"2026-11-24T00:00:00Z\",\"rule\":\"request\",\"ruleVersion\":1,\"items\":[],\"late\":false}");

        kafka.publish(
                Topic.RETENTION,
                subject,
                "ErasureCancelled",
                "{\"caseId\":\"" + caseId
                        + "\",\"cause\":\"ACCOUNT_REOPENED\",\"categories\":[],\"cancelledAt\":\"2026-11-24T00:00:00Z\"}");

        awaitStatus(id, "CANCELLED");
    }

    @Test
    void aWishToCloseTheAccountIsFulfilledWhenItIsClosed() {
        String subject = newSubject();
        String id = verified(wish(subject, "ACCOUNT_CLOSURE"));
        assertThat(Api.status(id)).isEqualTo("ACCEPTED");

        kafka.publish(Topic.ACCOUNT, subject, "AccountClosed", "{\"accountId\":\"x-" + subject + "\"}");

        awaitStatus(id, "COMPLETED");
    }

    @Test
    @Tag("R-5.2-1")
    @Tag("AC-59")
    void aBoundCardIsDeletedByThePersonUnlessAPlanRunsOnIt() {
        String subject = newSubject();
        String item = "/v1/subjects/" + subject + "/items/financial.bank_card/card-1";
        String me = Tokens.mint(TokenRequest.of(subject, "SUBJECT").withSecondFactor());
        backend()
                .body(Map.of("reason", "REPAYMENT_PLAN_RUNNING"))
                .put(item + "/commitment")
                .then()
                .statusCode(204);
        as(me).delete(item).then().statusCode(409).body("reason", equalTo("REPAYMENT_PLAN_RUNNING"));
        backend().delete(item + "/commitment").then().statusCode(204);
        as(Tokens.subject(subject)).delete(item).then().statusCode(401);
        as(me).delete("/v1/subjects/" + newSubject() + "/items/financial.bank_card/card-1")
                .then()
                .statusCode(403);
        as(me).delete("/v1/subjects/" + subject + "/items/financial.transaction/t-1")
                .then()
                .statusCode(403);
        as(me).delete("/v1/subjects/" + subject + "/items/no.such/t-1").then().statusCode(422);
        as(me).delete("/v1/subjects/" + subject + "/items/financial.bank_card/6222021234567890128")
                .then()
                .statusCode(422);

        String id = as(me).delete(item)
                .then()
                .statusCode(202)
                .body("stays[0].category", equalTo("financial.transaction"))
                .extract()
                .path("requestId");

        as(me).delete(item).then().statusCode(202).body("requestId", equalTo(id));
        var ordered = kafka.awaitEvent(Topic.DSR, subject, "DeletionRequested", Api.SOON);
        assertThat(JsonPath.from(ordered.value()).getString("origin")).isEqualTo("SELF_SERVICE");
        assertThat(JsonPath.from(ordered.value()).getString("itemRef")).isEqualTo("card-1");
        assertThat(kafka.records(Topic.DSR, subject).stream()
                        .filter(r -> r.type().endsWith("DeletionRequested")))
                .hasSize(1);
    }

    @Test
    @Tag("AC-48")
    void thisServiceObeysErasureOrdersAndShredsTheKey() throws Exception {
        String subject = newSubject();
        Map<String, Object> wish = wish(subject, "COMPLAINT");
        wish.put("content", "what I wrote");
        String id = verified(wish);
        String order = UUID.randomUUID().toString();

        kafka.publish(
                Topic.HOLDER_ORDER,
                subject,
                "ErasureOrdered",
                "{\"orderId\":\"" + order + "\",\"holderId\":\"data-subject-request-service\",\"subjectId\":\""
                        + subject
                        + "\",\"categories\":[\"identity.document_photo\",\"service.complaint_content\"],\"caseId\":\""
                        + UUID.randomUUID()
                        + "\",\"cause\":\"ACCOUNT_CLOSED\",\"method\":\"DELETE\",\"dueBy\":\"2026-12-01T00:00:00Z\",\"repeated\":false}");

        var ack =
                JsonPath.from(kafka.awaitRecord(Topic.HOLDER_ACK, r -> r.value().contains(order), Api.SOON)
                        .value());
        assertThat(ack.getString("outcome")).isEqualTo("ERASED");
        assertThat(ack.getLong("records")).isEqualTo(2);
        assertThat(Rows.text("select sealed from identity_proof where request_id = '" + id + "'"))
                .isEqualTo("null");
        kafka.publish(
                Topic.RETENTION,
                subject,
                "SubjectErased",
                "{\"subjectId\":\"" + subject + "\",\"caseId\":\"" + UUID.randomUUID()
                        + "\",\"erased\":[],\"kept\":[],\"erasedAt\":\"2026-11-24T00:00:00Z\"}");
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> Rows.text(
                                "select wrapped_key is null from subject_key where subject_id = '" + subject + "'")
                        .equals("t"));
        get(id).body("personal.content", nullValue()).body("timeline", hasSize(not(0)));
        backend()
                .body(wish(subject, "ACCESS"))
                .post("/v1/requests")
                .then()
                .statusCode(201)
                .body("id", notNullValue());
    }

    @Test
    @Tag("R-5.2.1-5")
    @Tag("AC-49")
    void remindersThenOverdueAndStillWorkable() {
        String subject = newSubject();
        String id = inReview(subject);

        Api.clock("P20D");
        kafka.awaitRecord(
                Topic.DSR,
                r -> subject.equals(r.key())
                        && r.type().endsWith("RequestDeadlineApproaching")
                        && r.value().contains("\"day\":20"),
                Api.SOON);
        Api.clock("P7D");
        kafka.awaitRecord(
                Topic.DSR,
                r -> subject.equals(r.key())
                        && r.type().endsWith("RequestDeadlineApproaching")
                        && r.value().contains("\"day\":27"),
                Api.SOON);
        Api.clock("P4D");

        kafka.awaitEvent(Topic.DSR, subject, "RequestOverdue", Api.SOON);
        get(id).body("overdue", equalTo(true)).body("status", equalTo("IN_REVIEW"));
        backend().get("/v1/requests?overdue=true&subjectId=" + subject).then().body("items.id", hasItem(id));
        Api.latest(kafka, subject, "request-overdue", id);
        decide(id, refusal("NO_TRIGGER", "none of the cases applies", null))
                .statusCode(200)
                .body("status", equalTo("REFUSED"));
        assertThat(JsonPath.from(kafka.awaitEvent(Topic.DSR, subject, "RequestAnswered", Api.SOON)
                                .value())
                        .getBoolean("inTime"))
                .isFalse();
    }

    @Test
    @Tag("R-5.2.1-3")
    void proofsAreErasedThirtyDaysAfterTheRequestClosed() throws Exception {
        String id = inReview(newSubject());
        decide(id, refusal("NO_TRIGGER", "none of the cases applies", null)).statusCode(200);
        String sql = "select sealed is null from identity_proof where request_id = '" + id + "'";
        Api.clock("P29D");
        assertThat(Rows.text(sql)).isEqualTo("f");

        Api.clock("P2D");

        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(45))
                .until(() -> Rows.text(sql).equals("t"));
    }

    private void closed(String subject, String account) {
        kafka.publish(Topic.ACCOUNT, subject, "AccountClosed", "{\"accountId\":\"" + account + "\"}");
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> !Rows.text("select 1 from account_fact where account_id = '" + account + "'")
                        .isEmpty());
    }

    private String inReview(String subject) {
        String id = verified(wish(subject, "DELETION", "basic.mobile_phone"));
        assertThat(Api.status(id)).isEqualTo("IN_REVIEW");
        return id;
    }

    private static Map<String, Object> refusal(String ground, String reason, String evidence) {
        Map<String, Object> body = new HashMap<>();
        body.put("accept", false);
        body.put("ground", ground);
        body.put("reason", reason);
        body.put("evidence", evidence);
        return body;
    }

    private static io.restassured.response.ValidatableResponse decide(String id, Map<String, ?> body) {
        return as(Tokens.operatorMfa())
                .body(body)
                .post("/v1/requests/" + id + "/decision")
                .then();
    }
}
