package covenant.request;

import static covenant.request.Api.as;
import static covenant.request.Api.awaitStatus;
import static covenant.request.Api.backend;
import static covenant.request.Api.challenge;
import static covenant.request.Api.codeFor;
import static covenant.request.Api.deliver;
import static covenant.request.Api.file;
import static covenant.request.Api.get;
import static covenant.request.Api.newSubject;
import static covenant.request.Api.orderOf;
import static covenant.request.Api.tryCode;
import static covenant.request.Api.verified;
import static covenant.request.Api.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
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
class AccessIT {
    private final KafkaTap kafka = new KafkaTap();

    @BeforeEach
    void publishKey() {
        Api.notificationService();
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    /** The storyline: a code by mail, one holder that hears the order on Kafka, one that asks by REST, one download. */
    @Test
    @Tag("R-1.5.4-3")
    @Tag("R-5.1.2-2")
    @Tag("R-5.1.1-1")
    void twoHoldersDeliverAndThePackageIsDownloadedOnce() throws Exception {
        String subject = newSubject();
        register("acc-core", "INTERNAL", "account.profile");
        register("acc-crm", "INTERNAL", "account.profile");
        share(subject, "acc-partner", false, "account.profile");
        share(subject, "acc-police", true, "account.profile");
        String id = file(wish(subject, "ACCESS", "account.profile"));
        challenge(id);
        tryCode(id, codeFor(kafka, subject, id)).statusCode(200).body("requestStatus", equalTo("EXECUTING"));
        get(id).body("orders.holder", containsInAnyOrder("acc-core", "acc-crm")).body("orders.kind", hasItem("ACCESS"));
        String heard = JsonPath.from(kafka.awaitRecord(
                                Topic.HOLDER_ORDER,
                                r -> subject.equals(r.key()) && r.value().contains("acc-core"),
                                Api.SOON)
                        .value())
                .getString("orderId");
        String asked = as(Tokens.holder("acc-crm"))
                .get("/v1/orders?status=REQUESTED")
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.subjectId == '" + subject + "' }.id");

        deliver(heard, "acc-core", Map.of("account.profile", List.of(Map.of("nickname", "Wang <b>Example</b>"))))
                .statusCode(200);
        backend().get("/v1/requests/" + id + "/package").then().statusCode(409);
        as(Tokens.holder("acc-crm"))
                .body("{\"account.profile\":[{\"tier\":\"gold\"}]}")
                .put("/v1/orders/" + asked + "/data")
                .then()
                .statusCode(200);

        awaitStatus(id, "COMPLETED");
        get(id).body("answer.outcome", equalTo("FULL"))
                .body("answer.package.status", equalTo("READY"))
                .body("answer.missingHolders", hasSize(0));
        assertThat(Rows.text("select string_agg(encode(bytes, 'escape'), '') from blob_piece"))
                .doesNotContain("Wang");
        as(Tokens.subject(newSubject()))
                .get("/v1/requests/" + id + "/package")
                .then()
                .statusCode(404);
        Map<String, String> files = Api.unzip(as(Tokens.subject(subject))
                .get("/v1/requests/" + id + "/package")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray());
        assertThat(files).containsOnlyKeys("index.html", "data.json");
        assertThat(files.get("index.html"))
                .contains("Wang &lt;b&gt;Example&lt;/b&gt;", "gold", "acc-partner", "Example Repayment")
                .doesNotContain("acc-police");
        assertThat(JsonPath.from(files.get("data.json"))
                        .getString("data.find { it.holder == 'acc-crm' }.categories.'account.profile'[0].tier"))
                .isEqualTo("gold");
        backend().get("/v1/requests/" + id + "/package").then().statusCode(410).body("code", equalTo("GONE"));
        kafka.awaitEvent(Topic.DATA_ACCESS, subject, "PersonalDataAccessed", Api.SOON);
        get(id).body("timeline.event", hasItem("PackageDownloaded"));
        assertThat(Rows.text("select count(*) from delivery where request_id = '" + id + "'"))
                .isEqualTo("0");
        Api.letterFor(kafka, subject, "request-answered", id);
    }

    @Test
    @Tag("R-5.1.2-2")
    void aPackageIsGoneAfterSevenDays() throws Exception {
        String id = verified(wish(newSubject(), "ACCESS", "location.coarse"));
        awaitStatus(id, "COMPLETED");

        Api.clock("P7D");

        backend().get("/v1/requests/" + id + "/package").then().statusCode(410);
    }

    @Test
    @Tag("AC-57")
    void atTheDeadlineThePartThatIsThereLeavesAndNamesWhoIsMissing() {
        String subject = newSubject();
        register("late-a", "INTERNAL", "device.model");
        register("late-b", "INTERNAL", "device.model");
        String id = verified(wish(subject, "ACCESS", "device.model"));
        deliver(orderOf(id, "late-a"), "late-a", Map.of("device.model", List.of("Phone One")))
                .statusCode(200);

        Api.clockTo(Instant.parse(get(id).extract().path("replyDue")).minus(Duration.ofHours(1)));

        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> "PARTIAL".equals(get(id).extract().path("answer.outcome")));
        get(id).body("status", equalTo("EXECUTING"))
                .body("answer.missingHolders", contains("late-b"))
                .body("overdue", equalTo(false));
        var answered = kafka.awaitEvent(Topic.DSR, subject, "RequestAnswered", Api.SOON);
        assertThat(JsonPath.from(answered.value()).getBoolean("inTime")).isTrue();
        deliver(orderOf(id, "late-b"), "late-b", Map.of("device.model", List.of("Phone Two")))
                .statusCode(200);
        awaitStatus(id, "COMPLETED");
        Map<String, String> files = Api.unzip(backend()
                .get("/v1/requests/" + id + "/package")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
        assertThat(files.get("data.json")).contains("Phone One", "Phone Two");
    }

    @Test
    void aHolderThatLies() {
        String subject = newSubject();
        register("liar-a", "INTERNAL", "device.os");
        register("liar-b", "INTERNAL", "device.os");
        String id = verified(wish(subject, "ACCESS", "device.os"));
        String order = orderOf(id, "liar-a");

        deliver(order, "liar-b", Map.of("device.os", List.of("x"))).statusCode(403);
        deliver(UUID.randomUUID().toString(), "liar-a", Map.of("device.os", List.of("x")))
                .statusCode(404);
        deliver(order, "liar-a", Map.of("basic.name", List.of("x"))).statusCode(422);
        as(Tokens.holder("liar-a"))
                .body("{\"device.os\":\"no array\"}")
                .put("/v1/orders/" + order + "/data")
                .then()
                .statusCode(422);
        as(Tokens.holder("liar-a"))
                .body("{\"device.os\":[1")
                .put("/v1/orders/" + order + "/data")
                .then()
                .statusCode(400);
        deliver(order, "liar-a", Map.of("device.os", List.of("first"))).statusCode(200);
        deliver(order, "liar-a", Map.of("device.os", List.of("first"))).statusCode(200);
        deliver(order, "liar-a", Map.of("device.os", List.of("second"))).statusCode(409);
        kafka.publish(Topic.HOLDER_ACK, subject, "AccessDelivered", "{\"orderId\":\"" + orderOf(id, "liar-b") + "\"}");
        assertThat(Api.status(id)).isEqualTo("EXECUTING");
        deliver(orderOf(id, "liar-b"), "liar-b", Map.of("device.os", List.of("third")))
                .statusCode(200);

        awaitStatus(id, "COMPLETED");
        Map<String, String> files = Api.unzip(backend()
                .get("/v1/requests/" + id + "/package")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
        assertThat(files.get("data.json")).contains("first", "third").doesNotContain("second");
    }

    @Test
    @Tag("R-GAP-5")
    @Tag("AC-62")
    void portabilityHandsOwnDataOverAsTablesAndLeavesOthersOut() {
        String subject = newSubject();
        register("port-core", "INTERNAL", "service.order", "service.complaint_content");
        Map<String, Object> wish = wish(subject, "PORTABILITY", "service.order", "service.complaint_content");
        wish.put("handler", "Other Bank");
        String id = verified(wish);
        get(id).body("answer.checks.identityVerified", equalTo(true))
                .body("answer.checks.consentedOrContractual", equalTo(true))
                .body("answer.checks.technicallyPossible", equalTo(true))
                .body("answer.checks.othersUnharmed", equalTo(true))
                .body("answer.checks.categories", contains("service.order"));

        deliver(
                        orderOf(id, "port-core"),
                        "port-core",
                        Map.of("service.order", List.of(Map.of("no", "7", "memo", "=cmd()"))))
                .statusCode(200);

        awaitStatus(id, "COMPLETED");
        Map<String, String> files = Api.unzip(backend()
                .get("/v1/requests/" + id + "/package")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
        assertThat(files.get("csv/port-core/service.order.csv")).contains("'=cmd()");
        assertThat(files.get("index.html")).contains("service.complaint_content");
        get(id).body("answer.outcome", equalTo("PARTIAL"))
                .body("answer.restrictedCategories", contains("service.complaint_content"));
    }

    @Test
    @Tag("R-GAP-5")
    void aConditionOfPortabilityThatIsNotMetIsNamed() {
        String subject = newSubject();
        String id = verified(wish(subject, "PORTABILITY", "profile.tag"));

        get(id).body("status", equalTo("REFUSED"))
                .body("answer.refused[0].ground", equalTo("PORTABILITY_CONDITION_UNMET"))
                .body("answer.checks.consentedOrContractual", equalTo(false))
                .body("personal.letter", containsString("合同"));
        assertThat(Api.letterFor(kafka, subject, "request-refused", id)).contains("合同", "申诉", "dpo@example.com");
    }

    @Test
    @Tag("AC-58")
    @Tag("R-5.1.1-2")
    void aCorrectionIsMadeAndWhoGotTheOldValueIsTold() {
        String subject = newSubject();
        register("cor-core", "INTERNAL", "education_work.employer");
        register("cor-partner", "PARTNER", "education_work.employer");
        share(subject, "cor-partner", false, "education_work.employer");
        Map<String, Object> wish = wish(subject, "CORRECTION");
        wish.put("corrections", List.of(Map.of("category", "education_work.employer", "value", "Example Works")));
        String id = verified(wish);
        get(id).body("orders.holder", containsInAnyOrder("cor-core", "cor-partner"));
        String order = orderOf(id, "cor-core");
        as(Tokens.holder("cor-core"))
                .get("/v1/orders/" + order)
                .then()
                .statusCode(200)
                .body("corrections[0].value", equalTo("Example Works"));
        as(Tokens.holder("cor-partner")).get("/v1/orders/" + order).then().statusCode(403);
        assertThat(kafka.records(Topic.HOLDER_ORDER, subject))
                .noneMatch(r -> r.value().contains("Example Works"));

        kafka.publish(Topic.HOLDER_ACK, subject, "CorrectionApplied", "{\"orderId\":\"" + order + "\"}");

        awaitStatus(id, "COMPLETED");
    }

    /** The notification-service calls nobody: what it holds, and what it has to put right, travels sealed. */
    @Test
    @Tag("AC-58")
    @Tag("R-5.1.2-2")
    void contactPointsAreGivenAndCorrectedByTheServiceThatKeepsThem() throws Exception {
        String subject = newSubject();
        kafka.publish(
                Topic.HOLDER,
                "notification-service",
                "HolderRegistered",
                "{\"holder\":{\"holderId\":\"notification-service\",\"kind\":\"INTERNAL\",\"subKind\":\"COVENANT\","
                        + "\"name\":\"notification-service\",\"categories\":[\"basic.email\"],\"purposes\":[],\"country\":\"CN\","
                        + "\"transport\":\"KAFKA\",\"backupMaxAge\":\"P30D\",\"status\":\"ACTIVE\",\"main\":false}}");
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> !Rows.text("select 1 from holder where id = 'notification-service'")
                        .isEmpty());
        String id = verified(wish(subject, "ACCESS", "basic.email"));
        String order = orderOf(id, "notification-service");
        String sealed = sealedForUs(order, "{\"basic.email\":[\"invented@example.org\"]}");
        kafka.publish(
                Topic.HOLDER_ACK,
                subject,
                "AccessDelivered",
                "{\"orderId\":\"" + order + "\",\"holderId\":\"notification-service\",\"sealedData\":\"" + sealed
                        + "\"}");
        awaitStatus(id, "COMPLETED");
        assertThat(Api.download(id).get("data.json")).contains("invented@example.org");

        Map<String, Object> wish = wish(subject, "CORRECTION");
        wish.put("corrections", List.of(Map.of("category", "basic.email", "value", "right@example.org")));
        String correction = verified(wish);

        String ordered = kafka.awaitRecord(
                        Topic.HOLDER_ORDER,
                        r -> subject.equals(r.key()) && r.type().endsWith("CorrectionOrdered"),
                        Api.SOON)
                .value();
        assertThat(ordered).doesNotContain("right@example.org");
        assertThat(new String(
                        Api.notificationService()
                                .open(
                                        "correction/" + correction,
                                        JsonPath.from(ordered).getString("sealedCorrections")),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains("right@example.org");
        kafka.publish(
                Topic.HOLDER_ACK,
                subject,
                "CorrectionApplied",
                "{\"orderId\":\"" + orderOf(correction, "notification-service") + "\"}");
        awaitStatus(correction, "COMPLETED");

        JsonPath seen = seenInHerView(subject, "notification-service", "basic.email", "\"invented@example.org\"");
        assertThat(seen.getBoolean("masked")).isTrue();
        assertThat(seen.getString("categories.find { it.category == 'basic.email' }.items[0]"))
                .endsWith("@example.org")
                .isNotEqualTo("invented@example.org");
    }

    /** She looks at her own data, the service of Covenant is asked like any system, and what it gives is shown. */
    private JsonPath seenInHerView(String subject, String service, String category, String item) {
        List<String> before = accessOrders(subject, category);
        as(Tokens.subject(subject))
                .post("/v1/subjects/" + subject + "/data")
                .then()
                .statusCode(202)
                .body("holders", hasItem(service));
        String order = Awaitility.await()
                .atMost(Api.SOON)
                .until(
                        () -> accessOrders(subject, category).stream()
                                .filter(id -> !before.contains(id))
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
        delivered(
                subject,
                service,
                order,
                "\"sealedData\":\"" + sealedForUs(order, "{\"" + category + "\":[" + item + "]}") + "\"");
        String path = "categories.find { it.category == '" + category + "' }";
        return Awaitility.await()
                .atMost(Api.SOON)
                .until(
                        () -> as(Tokens.subject(subject))
                                .get("/v1/subjects/" + subject + "/data")
                                .jsonPath(),
                        view -> view.getList(path + ".holders.findAll { it.id == '" + service + "' }.status")
                                .equals(List.of("CONFIRMED")));
    }

    private List<String> accessOrders(String subject, String category) {
        return kafka.records(Topic.HOLDER_ORDER, subject).stream()
                .filter(r ->
                        r.type().equals("covenant.AccessOrdered") && r.value().contains(category))
                .map(r -> JsonPath.from(r.value()).getString("orderId"))
                .toList();
    }

    private static String sealedForUs(String order, String data) {
        String shared = org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("covenant.keys.shared", String.class);
        return covenant.platform.crypto.SealedBox.sender(java.nio.file.Path.of(shared), "data-subject-request-service")
                .seal(order, data);
    }

    /** What of several categories the consent-service holds nothing of is not taken for held. */
    @Test
    @Tag("AC-56")
    @Tag("R-5.1.2-2")
    void theConsentServiceIsAskedCategoryByCategoryForWhatItHolds() throws Exception {
        String subject = newSubject();
        consentServiceHolds("[\"consent.evidence\",\"basic.birth_date\"]");
        String id = verified(wish(subject, "ACCESS", "consent.evidence", "financial.overdue"));
        assertThat(get(id).extract().jsonPath().<String>getList("orders.holder"))
                .containsExactly("consent-service", "consent-service");
        String evidence = orderOfConsentService(subject, "consent.evidence");
        delivered(
                subject,
                "consent-service",
                evidence,
                "\"outcome\":\"DELIVERED\",\"sealedData\":\""
                        + sealedForUs(evidence, "{\"consent.evidence\":[{\"purpose\":\"SERVICE_DELIVERY\"}]}")
                        + "\"");
        delivered(
                subject,
                "consent-service",
                orderOfConsentService(subject, "financial.overdue"),
                "\"outcome\":\"NOTHING_HELD\"");

        awaitStatus(id, "COMPLETED");

        JsonPath data = JsonPath.from(Api.download(id).get("data.json"));
        assertThat(data.prettify()).contains("SERVICE_DELIVERY");
        assertThat(data.<String>getList("about.categories.name")).containsExactly("consent.evidence");
        assertThat(data.<String>getList("about.notHeld.category")).containsExactly("financial.overdue");
        JsonPath seen =
                seenInHerView(subject, "consent-service", "consent.evidence", "{\"purpose\":\"SERVICE_DELIVERY\"}");
        assertThat(seen.getString("categories.find { it.category == 'consent.evidence' }.items[0].purpose"))
                .isEqualTo("SERVICE_DELIVERY");
        consentServiceHolds("[]");
    }

    private void consentServiceHolds(String categories) {
        kafka.publish(
                Topic.HOLDER,
                "consent-service",
                "HolderRegistered",
                "{\"holder\":{\"holderId\":\"consent-service\",\"kind\":\"INTERNAL\",\"subKind\":\"COVENANT\","
                        + "\"name\":\"consent-service\",\"categories\":" + categories
                        + ",\"purposes\":[],\"country\":\"CN\","
                        + "\"transport\":\"KAFKA\",\"backupMaxAge\":\"P30D\",\"status\":\"ACTIVE\",\"main\":false}}");
        Awaitility.await()
                .atMost(Api.SOON)
                .until(() -> Rows.text("select cardinality(categories) from holder where id = 'consent-service'")
                        .equals(categories.equals("[]") ? "0" : "2"));
    }

    private String orderOfConsentService(String subject, String category) {
        return JsonPath.from(kafka.awaitRecord(
                                Topic.HOLDER_ORDER,
                                r -> subject.equals(r.key()) && r.value().contains(category),
                                Api.SOON)
                        .value())
                .getString("orderId");
    }

    private void delivered(String subject, String service, String order, String answer) {
        kafka.publish(
                Topic.HOLDER_ACK,
                subject,
                "AccessDelivered",
                "{\"orderId\":\"" + order + "\",\"holderId\":\"" + service + "\"," + answer + "}");
    }

    @Test
    @Tag("AC-58")
    void aVerifiedIdentityFieldDemandsADocument() {
        String subject = newSubject();
        register("idn-core", "INTERNAL", "identity.national_id");
        Map<String, Object> wish = wish(subject, "CORRECTION");
        wish.put("corrections", List.of(Map.of("category", "identity.national_id", "value", "invented")));
        String id = file(wish);
        challenge(id);
        tryCode(id, codeFor(kafka, subject, id)).statusCode(200).body("requestStatus", equalTo("IN_REVIEW"));
        get(id).body("orders", hasSize(0));

        as(Tokens.operatorMfa())
                .body(Map.of("accept", true))
                .post("/v1/requests/" + id + "/decision")
                .then()
                .statusCode(200);

        get(id).body("orders.holder", contains("idn-core"));
    }

    @Test
    @Tag("R-GAP-6")
    void aRestrictionIsImposedAndLifted() {
        String subject = newSubject();
        register("res-core", "INTERNAL", "service.behaviour");
        String id = verified(wish(subject, "RESTRICTION", "service.behaviour"));
        kafka.awaitEvent(Topic.DSR, subject, "RequestAccepted", Api.SOON);
        String order = orderOf(id, "res-core");
        as(Tokens.holder("res-core"))
                .body(Map.of("outcome", "APPLIED"))
                .post("/v1/orders/" + order + "/result")
                .then()
                .statusCode(200);
        awaitStatus(id, "COMPLETED");

        backend()
                .post("/v1/requests/" + id + "/cancellation")
                .then()
                .statusCode(200)
                .body("status", equalTo("CANCELLED"));

        kafka.awaitRecord(
                Topic.HOLDER_ORDER, r -> subject.equals(r.key()) && r.value().contains("LIFT"), Api.SOON);
        kafka.awaitEvent(Topic.DSR, subject, "RequestCancelled", Api.SOON);
    }

    private void register(String holder, String kind, String... categories) {
        Api.register(kafka, holder, kind, categories);
    }

    private void share(String subject, String recipient, boolean secret, String category) {
        Api.share(kafka, subject, recipient, secret, category);
    }
}
