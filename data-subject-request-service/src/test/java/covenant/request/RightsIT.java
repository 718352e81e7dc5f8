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
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is given, what is named instead, what is free. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RightsIT {
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
    @Tag("AC-56")
    @Tag("R-5.1.3-1")
    @Tag("R-1.3-4")
    void everyCategoryIsGivenOrNamedWithAReasonAndSecretsAreHiddenFromThePersonOnly() {
        String subject = newSubject();
        Api.register(kafka, "all-core", "INTERNAL", "device.id", "financial.loan", "financial.bill");
        Api.share(kafka, subject, "rt-police", true, "device.id");
        exception(subject, "CONTRACT_NECESSARY", false);
        exception(subject, "CRIMINAL_JUSTICE", true);
        Map<String, Object> wish =
                wish(subject, "ACCESS", "device.id", "financial.loan", "financial.bill", "financial.virtual_asset");
        String id = verified(wish);
        String order = Api.orderOf(id, "all-core");

        Api.deliver(
                        order,
                        "all-core",
                        Map.of("device.id", List.of("phone-1"), "financial.loan", List.of(Map.of("sum", "12"))))
                .statusCode(200);

        awaitStatus(id, "COMPLETED");
        get(id).body("answer.hidden", nullValue());
        as(Tokens.operator())
                .get("/v1/requests/" + id)
                .then()
                .body("answer.hidden.disclosures", equalTo(1))
                .body("answer.hidden.exceptionUses", equalTo(1));
        Map<String, String> files = Api.download(id);
        JsonPath about = JsonPath.from(files.get("data.json"));
        assertThat(about.getList("about.categories.name", String.class)).contains("device.id", "financial.loan");
        assertThat(about.getList("about.notHeld.category", String.class)).contains("financial.virtual_asset");
        assertThat(about.getList("about.exceptions.code", String.class)).containsExactly("CONTRACT_NECESSARY");
        assertThat(files.get("data.json")).contains("phone-1").doesNotContain("rt-police", "CRIMINAL_JUSTICE");
        assertThat(files.get("index.html")).contains("financial.virtual_asset", "held by none");
    }

    @Test
    @Tag("R-5.1.2-2")
    void aPackageHoldsWhatThisServiceAndTheConsentServiceHoldThemselves() {
        String subject = newSubject();
        Map<String, Object> complaint = wish(subject, "COMPLAINT");
        complaint.put("content", "Call me never again");
        verified(complaint);
        kafka.publish(
                Topic.CONSENT_STATE,
                subject + "/SERVICE_DELIVERY",
                "ConsentState",
                "{\"subjectId\":\"" + subject
                        + "\",\"purpose\":\"SERVICE_DELIVERY\",\"status\":\"GRANTED\",\"categories\":[\"basic.name\"],"
                        + "\"separateCategories\":[],\"recipients\":[],\"policyVersion\":\"1\",\"restricted\":false}",
                "ce_subject",
                subject);
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> !Rows.text("select 1 from consent_fact where subject_id = '" + subject + "'")
                        .isEmpty());

        String id = verified(wish(subject, "ACCESS", "identity.document_photo", "service.complaint_content"));
        nobodyElseHolds(id);

        awaitStatus(id, "COMPLETED");
        JsonPath json = JsonPath.from(Api.download(id).get("data.json"));
        assertThat(json.getString("about.consents[0].purpose")).isEqualTo("SERVICE_DELIVERY");
        String own = "data.find { it.holder == 'data-subject-request-service' }.categories.";
        assertThat(json.getList(own + "'identity.document_photo'.evidence")).contains("file 4711");
        assertThat(json.getList(own + "'service.complaint_content'.content")).contains("Call me never again");
    }

    @Test
    @Tag("AC-65")
    @Tag("R-5.2.1-7")
    void onlyTheFourthPortabilityRequestOfAMonthMayCostAndAccessStaysFree() {
        String subject = newSubject();
        Api.register(kafka, "fee-core", "INTERNAL", "financial.repayment_plan");
        for (int i = 0; i < 3; i++) {
            String free = verified(portability(subject));
            as(Tokens.operatorMfa())
                    .body(fee())
                    .post("/v1/requests/" + free + "/fee-quote")
                    .then()
                    .statusCode(409);
            Api.deliver(Api.orderOf(free, "fee-core"), "fee-core", Map.of("financial.repayment_plan", List.of("a")))
                    .statusCode(200);
            awaitStatus(free, "COMPLETED");
        }

        String id = verified(portability(subject));

        get(id).body("status", equalTo("IN_REVIEW"))
                .body("answer.result.feeQuotePossible", equalTo(true))
                .body("answer.result.requestsThisMonth", equalTo(4));
        backend()
                .body(Map.of("accept", true))
                .post("/v1/requests/" + id + "/fee-quote/answer")
                .then()
                .statusCode(409);
        as(Tokens.operatorMfa())
                .body(fee())
                .post("/v1/requests/" + id + "/fee-quote")
                .then()
                .statusCode(201)
                .body("fee.status", equalTo("QUOTED"));
        assertThat(Api.letterFor(kafka, subject, "request-fee", id)).contains("clearly excessive");
        String access = verified(wish(subject, "ACCESS", "financial.repayment_plan"));
        get(access).body("status", equalTo("EXECUTING"));
        as(Tokens.operatorMfa())
                .body(fee())
                .post("/v1/requests/" + access + "/fee-quote")
                .then()
                .statusCode(409);
        as(Tokens.subject(subject))
                .body(Map.of("accept", true))
                .post("/v1/requests/" + id + "/fee-quote/answer")
                .then()
                .statusCode(200)
                .body("status", equalTo("EXECUTING"));
        get(id).body("answer.fee.status", equalTo("ACCEPTED"));
    }

    @Test
    @Tag("AC-58")
    @Tag("R-5.1.3-1")
    void whatIsNotOpenToCorrectionIsNamedWithTheLawAndTheRestIsCorrected() {
        String subject = newSubject();
        Api.register(kafka, "mix-core", "INTERNAL", "education_work.position", "financial.bill");
        Map<String, Object> wish = wish(subject, "CORRECTION");
        wish.put(
                "corrections",
                List.of(
                        Map.of("category", "education_work.position", "value", "Example Head"),
                        Map.of("category", "financial.bill", "value", "0.01")));
        String id = verified(wish);
        String order = Api.orderOf(id, "mix-core");
        as(Tokens.holder("mix-core"))
                .get("/v1/orders/" + order)
                .then()
                .body("categories", contains("education_work.position"));

        kafka.publish(Topic.HOLDER_ACK, subject, "CorrectionApplied", "{\"orderId\":\"" + order + "\"}");

        awaitStatus(id, "COMPLETED");
        get(id).body("answer.outcome", equalTo("PARTIAL"))
                .body("answer.restrictedCategories", contains("financial.bill"))
                .body("answer.result.restricted[0].reason", containsString("反洗钱法"))
                .body("personal.letter", containsString("financial.bill"));
    }

    @Test
    @Tag("AC-50")
    @Tag("R-5.2.1-2")
    void aStrangerIsAnsweredExactlyAsAPersonWhoIsKnown() {
        String known = newSubject();
        Api.account(kafka, known, "acc-" + known, true);
        Api.share(kafka, known, "en-partner", false, "basic.name");
        String stranger = newSubject();

        assertThat(shape(known)).isEqualTo(shape(stranger));
    }

    private String shape(String subject) {
        StringBuilder seen = new StringBuilder();
        var filed = backend().body(wish(subject, "DELETION")).post("/v1/requests");
        String id = filed.path("id");
        seen.append(filed.statusCode()).append(filed.asString());
        var challenged = backend().post("/v1/requests/" + id + "/verification/challenge");
        seen.append(challenged.statusCode()).append(challenged.asString());
        for (int i = 0; i < 3; i++) {
            var tried = backend().body(Map.of("code", "00000000")).post("/v1/requests/" + id + "/verification");
            seen.append(tried.statusCode()).append(tried.asString());
        }
        seen.append(backend().get("/v1/requests/" + id).asString());
        for (String path : List.of("/package", "")) {
            seen.append(backend().get("/v1/requests/" + id + path).statusCode());
        }
        return seen.toString()
                .replace(id, "<id>")
                .replace(subject, "<subject>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                .replaceAll("\"traceId\":\"[^\"]*\"", "<trace>")
                .replaceAll("<id>|[0-9a-f]{8}-[0-9a-f-]{27}", "<uuid>");
    }

    @Test
    @Tag("AC-51")
    @Tag("R-5.2.1-4")
    void afterTheThirdFailureThePersonIsToldHowToGoOn() {
        String subject = newSubject();
        String id = Api.file(wish(subject, "COMPLAINT"));
        Api.challenge(id);
        for (int i = 0; i < 3; i++) {
            Api.tryCode(id, "00000000").statusCode(403);
        }

        assertThat(JsonPath.from(Api.latest(kafka, subject, "identity-locked", id)
                                .value())
                        .getString("parameters.lockedUntil"))
                .isNotBlank();
        Api.verifyByDocument(id).statusCode(200);
    }

    @Test
    @Tag("R-5.2.1-3")
    void aProofAsksForNoMoreDataThanIsHeldAndOurPartHasAClockOfItsOwn() {
        Map<String, Object> wish = wish(newSubject(), "ACCESS", "basic.gender");
        wish.put("requester", "REPRESENTATIVE");
        String id = Api.file(wish);
        get(id).body("identity.subjectUntil", notNullValue()).body("identity.operatorUntil", notNullValue());

        as(Tokens.operator())
                .body(Map.of(
                        "document",
                        Map.of(
                                "kind",
                                "AUTHORISATION",
                                "evidence",
                                "file 1",
                                "categories",
                                List.of("biometric.face_image")),
                        "outcome",
                        "VERIFIED"))
                .post("/v1/requests/" + id + "/verification")
                .then()
                .statusCode(422)
                .body("violations[0].field", equalTo("document.categories[0]"));

        String own = Api.file(wish(newSubject(), "COMPLAINT"));
        get(own).body("identity.operatorUntil", nullValue());
    }

    @Test
    @Tag("R-5.2.1-2")
    void generalInformationNeedsNoProof() {
        io.restassured.RestAssured.get("/v1/rights")
                .then()
                .statusCode(200)
                .body("rights.type", org.hamcrest.Matchers.hasItems("ACCESS", "DELETION", "COMPLAINT"))
                .body("replyDays", equalTo(30));
    }

    /** Systems that other tests registered for the same categories. */
    private static void nobodyElseHolds(String id) {
        List<Map<String, String>> orders = get(id).extract().path("orders");
        orders.forEach(order -> as(Tokens.holder(order.get("holder")))
                .body(Map.of("outcome", "NOTHING_HELD"))
                .post("/v1/orders/" + order.get("id") + "/result")
                .then()
                .statusCode(200));
    }

    private static Map<String, Object> portability(String subject) {
        Map<String, Object> wish = wish(subject, "PORTABILITY", "financial.repayment_plan");
        wish.put("handler", "Other Bank");
        return wish;
    }

    private static Map<String, Object> fee() {
        return Map.of("amount", 12.5, "currency", "CNY", "reason", "the fourth export of this month");
    }

    private void exception(String subject, String code, boolean secret) {
        String id = UUID.randomUUID().toString();
        kafka.publish(
                Topic.CONSENT,
                subject,
                "ExceptionUsed",
                "{\"decisionId\":\"" + id + "\",\"exceptionId\":\"" + UUID.randomUUID() + "\",\"exceptionCode\":\""
                        + code
                        + "\",\"purpose\":\"SERVICE_DELIVERY\",\"category\":\"device.id\",\"evidenceReference\":\"e-1\",\"secret\":"
                        + secret + ",\"usedAt\":\"2026-11-20T00:00:00Z\"}");
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> !Rows.text("select 1 from exception_fact where decision_id = '" + id + "'")
                        .isEmpty());
    }
}
