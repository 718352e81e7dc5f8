package covenant.retention.erasure;

import static covenant.retention.Scenario.CORE;
import static covenant.retention.Scenario.PARTNER;
import static covenant.retention.Scenario.SOON;
import static covenant.retention.Scenario.VAULT;
import static covenant.retention.Scenario.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.platform.time.LegalCalendar;
import covenant.retention.Scenario;
import covenant.testing.CovenantServers;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class ErasureIT {
    @Inject
    Jdbi jdbi;

    private Scenario world;

    @BeforeEach
    void open() {
        world = Scenario.shared();
    }

    @Test
    @Tag("AC-21")
    @Tag("AC-24")
    @Tag("AC-35")
    @Tag("AC-36")
    @Tag("AC-39")
    @Tag("R-4.2.2-5")
    @Tag("R-4.2.2-6")
    @Tag("R-5.2-6")
    @Tag("R-5.2-8")
    @Tag("R-5.2-9")
    @Tag("R-5.2-10")
    @Tag("R-5.2-11")
    @Tag("R-5.1.3-2")
    void fromTheClosingToTheCertificate() throws Exception {
        String subject = fresh("s");
        String account = fresh("acc");
        share(subject, "service.order");
        Instant closedAt = world.now();
        String event = world.closeOverKafka(subject, account, closedAt);
        JsonPath opened = world.onlyCase(subject);
        String id = opened.getString("id");
        Instant due = LegalCalendar.retentionDue(closedAt, Period.ofMonths(1));
        assertThat(opened.getString("status")).isEqualTo("RESTRICTED");
        assertThat(Instant.parse(opened.getString("dueAt"))).isEqualTo(due);
        assertThat(opened.getBoolean("late")).isFalse();
        assertThat(opened.getString("items.find { it.category == 'identity.national_id' }.why.article"))
                .isEqualTo("34(3)");

        // The same fact three times, and once more under a new id: one case, one notice.
        world.closeOverKafka(subject, account, closedAt, "ce_id", event);
        world.closeOverKafka(subject, account, closedAt, "ce_id", event);
        world.closeOverKafka(subject, account, closedAt);
        world.closeOverKafka(subject, account, closedAt.plusSeconds(60));
        await().atMost(SOON)
                .until(() -> world.get(Tokens.operator(), "/v1/accounts/" + account)
                                .jsonPath()
                                .getList("conflicts")
                                .size()
                        == 1);
        assertThat(world.cases(subject)).hasSize(1);
        assertThat(Instant.parse(world.caseById(id).getString("dueAt"))).isEqualTo(due);
        await().atMost(SOON)
                .until(() -> !world.events(Topic.NOTIFICATION, subject, "NotificationRequested")
                        .isEmpty());
        assertThat(world.events(Topic.NOTIFICATION, subject, "NotificationRequested"))
                .hasSize(1);

        world.moveTo(due.minusSeconds(3));
        assertThat(world.orders(subject)).isEmpty();
        world.moveTo(due);
        await().atMost(SOON).until(() -> world.orders(subject).size() == 4);
        assertThat(categories(subject, CORE)).contains("account.profile").doesNotContain("identity.national_id");
        assertThat(categories(subject, VAULT)).containsExactly("financial.bank_card");
        assertThat(categories(subject, "consent-service")).containsExactly("basic.birth_date");
        assertThat(categories(subject, PARTNER)).containsExactly("service.order");

        // A silent partner holds the case open; its late word closes it.
        await().atMost(SOON).until(() -> {
            world.everyoneConfirms(subject, PARTNER);
            return statusOf(id, CORE).equals("CONFIRMED") && statusOf(id, VAULT).equals("CONFIRMED");
        });
        assertThat(world.caseById(id).getString("status")).isEqualTo("ERASING");
        world.advance("P16D");
        await().atMost(SOON).until(() -> statusOf(id, PARTNER).equals("OVERDUE"));
        assertThat(world.events(Topic.RETENTION, subject, "RecipientErasureOverdue"))
                .isNotEmpty();
        assertThat(world.get(Tokens.dpo(), "/v1/silent-recipients").jsonPath().getList("items.holder", String.class))
                .contains(PARTNER);
        JsonPath live = world.confirmUntil(subject, id, "ERASED_LIVE");
        assertThat(Scenario.itemStatus(live, "account.profile")).isEqualTo("ERASED");
        assertThat(Scenario.itemStatus(live, "identity.national_id")).isEqualTo("STATUTORY");
        assertThat(JsonPath.from(world.events(Topic.RETENTION, subject, "RecipientErasureConfirmed")
                                .getFirst()
                                .value())
                        .getBoolean("late"))
                .isTrue();
        assertThat(categories(subject, "notification-service")).containsExactly("basic.email", "basic.mobile_phone");
        assertThat(world.events(Topic.RETENTION, subject, "SubjectErased")).hasSize(1);

        // The address went last, after the notice.
        TapRecord last = world.orders(subject).getLast();
        assertThat(last.value()).contains("notification-service");

        whatIsRestrictedGoesAtItsEndLikeTheRest(live);
        restoredAndOrderedAgain(subject, CORE, due.minusSeconds(86_400));
        restoredAndOrderedAgain(subject, PARTNER, due.minusSeconds(86_400));
        inBackupsForStorageOnly(subject, id);

        for (Map<String, Object> backup : world.caseById(id).<Map<String, Object>>getList("backups")) {
            assertThat(backup.get("status")).isEqualTo("PENDING");
            world.post(
                            Tokens.ops(),
                            "/v1/holders/" + backup.get("holder") + "/backup-refreshes",
                            Map.of("refreshedAt", world.now().toString()))
                    .then()
                    .statusCode(202);
        }
        world.awaitStatus(id, "COMPLETED");
        assertThat(keptInBackups(subject)).isEmpty();
        assertThat(suppressed(id)).as("no backup needs the list any more").isEmpty();
        verifyCertificate(subject, id);
        String before = certificate(id).getString("sha256");
        world.orders(subject)
                .forEach(order ->
                        world.confirm(subject, JsonPath.from(order.value()).getString("orderId"), "ERASED", 9));
        String marker = marker(subject);
        await().atMost(SOON)
                .until(() -> world.events(Topic.RETENTION, marker, "RetentionScheduled")
                                .size()
                        == 1);
        assertThat(certificate(id).getString("sha256")).isEqualTo(before);
        assertThat(world.events(Topic.RETENTION, subject, "ErasureCompleted")).hasSize(1);
        assertThat(world.events(Topic.RETENTION, subject, "SubjectErased")).hasSize(1);
    }

    /** Access, correction or self-deletion may be restricted; staying longer follows from none of that. */
    private static void whatIsRestrictedGoesAtItsEndLikeTheRest(JsonPath live) throws Exception {
        JsonPath catalogue = JsonPath.from(ErasureIT.class.getResourceAsStream("/catalogue/catalogue-1.json"));
        List<String> restricted =
                catalogue.getList("categories.findAll { it.accessRestricted || it.correctionRestricted"
                        + " || it.selfDeletionRestricted }.name");
        assertThat(restricted).contains("device.id", "financial.transaction").allSatisfy(category -> {
            boolean law = List.of(
                            "financial.transaction",
                            "financial.bill",
                            "financial.repayment_plan",
                            "financial.loan",
                            "financial.overdue",
                            "consent.evidence")
                    .contains(category);
            assertThat(Scenario.itemStatus(live, category)).as(category).isEqualTo(law ? "STATUTORY" : "ERASED");
            assertThat(live.getString("items.find { it.category == '" + category + "' }.dueAt"))
                    .as(category)
                    .isNotNull();
        });
    }

    /** A restore of an older backup: ordered again as it was ordered first, and nothing else changes. */
    private void restoredAndOrderedAgain(String subject, String holder, Instant takenAt) {
        world.post(
                        Tokens.holder(holder),
                        "/v1/holders/" + holder + "/restores",
                        Map.of("backupTakenAt", takenAt.toString()))
                .then()
                .statusCode(202);
        List<JsonPath> all = await().atMost(SOON)
                .until(
                        () -> world.orders(subject).stream()
                                .map(order -> JsonPath.from(order.value()))
                                .filter(order -> order.getString("holderId").equals(holder))
                                .toList(),
                        found -> found.getLast().getBoolean("repeated"));
        assertThat(all.getLast().getString("reference"))
                .isEqualTo(all.getFirst().getString("reference"));
        assertThat(all.getLast().getString("reference")).isEqualTo(holder.equals(PARTNER) ? "ref-" + subject : null);
        assertThat(all.getLast().getList("categories")).isEqualTo(all.getFirst().getList("categories"));
    }

    private void inBackupsForStorageOnly(String subject, String id) {
        assertThat(world.caseById(id).getList("backups.use", String.class))
                .isNotEmpty()
                .containsOnly("STORAGE_ONLY");
        assertThat(keptInBackups(subject)).contains(CORE, VAULT, PARTNER);
        assertThat(suppressed(id)).hasSizeGreaterThan(2).noneMatch(row -> row.contains(subject));
        // Longer than any backup may be old: only the holder's word ends it.
        world.advance("P91D");
        assertThat(suppressed(id)).hasSizeGreaterThan(2);
        assertThat(world.caseById(id).getString("status")).isEqualTo("ERASED_LIVE");
    }

    private List<String> keptInBackups(String subject) {
        return world.get(Tokens.operator(), "/v1/subjects/" + subject + "/kept-data")
                .jsonPath()
                .getList("backups.holder", String.class);
    }

    /** The rows of the suppression list as text. */
    private List<String> suppressed(String caseId) {
        return jdbi.withHandle(h -> h.createQuery("select s::text from suppression s where case_id = :id")
                .bind("id", UUID.fromString(caseId))
                .mapTo(String.class)
                .list());
    }

    private void verifyCertificate(String subject, String id) throws Exception {
        JsonPath certificate = certificate(id);
        String jws = certificate.getString("jws");
        byte[] payload = Base64.getUrlDecoder().decode(jws.split("\\.")[1]);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        assertThat(certificate.getString("sha256")).isEqualTo(sha256);
        assertThat(world.events(Topic.RETENTION, subject, "ErasureCompleted")
                        .getFirst()
                        .value())
                .contains(sha256);
        String keys =
                RestAssured.get("/v1/keys").then().statusCode(200).extract().asString();
        assertThat(ForeignJose.payload(keys, jws)).isEqualTo(payload);
        String forged = jws.substring(0, jws.indexOf('.') + 1)
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(new String(payload, java.nio.charset.StandardCharsets.UTF_8)
                                .replace("account.profile", "account.profilf")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + jws.substring(jws.lastIndexOf('.'));
        assertThat(forged).isNotEqualTo(jws);
        assertThatThrownBy(() -> ForeignJose.payload(keys, forged)).isInstanceOf(JoseException.class);
        assertThat(RestAssured.given()
                        .auth()
                        .oauth2(Tokens.auditor())
                        .accept("text/html")
                        .get("/v1/retention-cases/" + id + "/certificate")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("Certificate of erasure", "account.profile", sha256);
    }

    @Test
    @Tag("AC-38")
    void noExemptionWithoutEvidence() {
        String subject = fresh("s");
        share(subject, "browsing.history");
        JsonPath opened = closedLongAgo(subject);
        String id = opened.getString("id");
        await().atMost(SOON).until(() -> !ordersOf(subject, PARTNER).isEmpty());
        String order = ordersOf(subject, PARTNER).getFirst();

        reject(subject, order, "OWN_AUTHORISATION", null);
        JsonPath live = world.confirmUntil(subject, id, "ERASING", PARTNER);
        assertThat(live.getString("status")).isEqualTo("ERASING");
        reject(subject, order, "OWN_AUTHORISATION", "\"authorisation 77 of 2026-01-05\"");
        world.confirmUntil(subject, id, "ERASED_LIVE", PARTNER);

        assertThat(statusOf(id, PARTNER)).isEqualTo("EXEMPT_OWN_AUTHORISATION");
        assertThat(world.events(Topic.RETENTION, subject, "RecipientErasureExempted"))
                .hasSize(1);
    }

    @Test
    @Tag("AC-34")
    @Tag("AC-42")
    @Tag("R-4.2.2-5")
    void aSilentSystemIsAnAlarmAfter72HoursAndItsLateWordCounts() {
        String subject = fresh("s");
        String id = closedLongAgo(subject).getString("id");
        await().atMost(SOON).until(() -> !ordersOf(subject, VAULT).isEmpty());
        world.advance("PT73H");

        await().atMost(SOON)
                .until(() -> world.events(Topic.RETENTION, subject, "ErasureFailed").stream()
                        .anyMatch(failed -> failed.value().contains(VAULT)));
        world.post(
                        Tokens.holder(PARTNER),
                        "/v1/orders/" + ordersOf(subject, VAULT).getFirst() + "/result",
                        Map.of("outcome", "ERASED", "records", 1))
                .then()
                .statusCode(org.hamcrest.Matchers.anyOf(org.hamcrest.Matchers.is(403), org.hamcrest.Matchers.is(404)));
        world.post(
                        Tokens.holder(VAULT),
                        "/v1/orders/" + ordersOf(subject, VAULT).getFirst() + "/result",
                        Map.of("outcome", "NOTHING_HELD"))
                .then()
                .statusCode(org.hamcrest.Matchers.lessThan(300));
        world.confirmUntil(subject, id, "ERASED_LIVE");
        assertThat(world.caseById(id).getList("backups.holder")).doesNotContain(VAULT);
    }

    @Test
    @Tag("AC-29")
    @Tag("AC-40")
    void aRequestAfterTheClosingErasesNowAndNothingIsOrderedTwice() {
        String subject = fresh("s");
        String account = fresh("acc");
        world.close(subject, account, world.now());
        String closing = world.onlyCase(subject).getString("id");
        UUID consent = UUID.randomUUID();
        world.tap.publish(Topic.CONSENT, subject, "ConsentWithdrawn", """
                {"consentId": "%s", "purpose": "PERSONALISATION", "categories": ["profile.tag", "browsing.history"],
                 "remainingPurposes": {"profile.tag": [], "browsing.history": ["SECURITY_RISK_CONTROL"]},
                 "policyVersion": "1", "cause": "WITHDRAWAL", "withdrawnAt": "%s"}""".formatted(consent, world.now()));
        await().atMost(SOON).until(() -> world.cases(subject).size() == 2);
        String withdrawal = (String) world.cases(subject).get(1).get("id");
        await().atMost(SOON).until(() -> !ordersOf(subject, CORE).isEmpty());
        assertThat(categories(subject, CORE)).containsExactly("profile.tag");
        assertThat(Scenario.itemStatus(world.caseById(closing), "profile.tag")).isEqualTo("CANCELLED");
        assertThat(world.caseById(closing).getString("status")).isEqualTo("RESTRICTED");
        world.confirmUntil(subject, withdrawal, "ERASED_LIVE");

        UUID request = UUID.randomUUID();
        world.tap.publish(Topic.DSR, subject, "DeletionRequested", """
                {"requestId": "%s", "categories": [], "trigger": "ACCOUNT_CLOSED", "origin": "VERIFIED_REQUEST"}""".formatted(request));
        await().atMost(SOON).until(() -> world.cases(subject).size() == 3);
        String early = (String) world.cases(subject).get(2).get("id");
        JsonPath live = world.confirmUntil(subject, early, "ERASED_LIVE");

        assertThat(live.getString("requestId")).isEqualTo(request.toString());
        assertThat(Scenario.itemStatus(live, "financial.bank_card")).isEqualTo("ERASED");
        assertThat(Scenario.itemStatus(live, "financial.transaction")).isEqualTo("STATUTORY");
        assertThat(world.events(Topic.RETENTION, subject, "SubjectErased")).hasSize(1);
        assertThat(world.post(Tokens.backend(), "/v1/accounts/" + account + "/reopening", Map.of("subjectId", subject))
                        .statusCode())
                .isEqualTo(409);
        world.advance("P32D");
        world.awaitStatus(closing, "COMPLETED");
        assertThat(ordersOf(subject, VAULT)).hasSize(1);
    }

    @Test
    @Tag("AC-33")
    void anotherOpenAccountKeepsThePerson() {
        String subject = fresh("s");
        String kept = fresh("acc");
        world.put(
                        Tokens.backend(),
                        "/v1/accounts/" + kept,
                        Map.of("subjectId", subject, "openedAt", "2026-01-01T00:00:00Z"))
                .then()
                .statusCode(201);
        String gone = fresh("acc");
        world.close(subject, gone, world.now().minus(Duration.ofDays(40)));
        String id = world.onlyCase(subject).getString("id");
        world.confirmUntil(subject, id, "ERASED_LIVE");

        assertThat(world.orders(subject))
                .extracting(order -> JsonPath.from(order.value()).getString("holderId"))
                .containsOnly(CORE, VAULT);
        assertThat(world.orders(subject))
                .extracting(order -> JsonPath.from(order.value()).getString("accountId"))
                .containsOnly(gone);
        assertThat(world.events(Topic.RETENTION, subject, "SubjectErased")).isEmpty();

        world.post(
                        Tokens.holder(VAULT),
                        "/v1/holders/" + VAULT + "/restores",
                        Map.of(
                                "backupTakenAt",
                                world.now().minus(Duration.ofDays(10)).toString()))
                .then()
                .statusCode(202);
        await().atMost(SOON)
                .until(() -> world.orders(subject).stream()
                        .anyMatch(order -> order.value().contains("\"repeated\":true")));
        assertThat(world.orders(subject))
                .as("what a restore repeats is as limited as the first order was")
                .extracting(order -> JsonPath.from(order.value()).getString("accountId"))
                .containsOnly(gone);
    }

    private void share(String subject, String category) {
        world.tap.publish(Topic.SHARING, subject, "PersonalDataShared", """
                {"disclosureId": "%s", "recipient": "%s", "recipientKind": "PARTNER", "ground": "CORE_FUNCTION",
                 "purpose": "SERVICE_DELIVERY", "categories": ["%s"], "protection": ["ENCRYPTED_TRANSPORT"], "secret": false,
                 "reference": "ref-%s", "sharedAt": "%s"}""".formatted(
                        UUID.randomUUID(), PARTNER, category, subject, world.now()));
        // Across topics there is no order: a fact about the same person that comes later shows that this one was taken.
        await().atMost(SOON).until(() -> LedgerProbe.has(subject));
    }

    private JsonPath closedLongAgo(String subject) {
        world.closeOverKafka(subject, fresh("acc"), world.now().minus(Duration.ofDays(40)));
        JsonPath opened = world.onlyCase(subject);
        assertThat(opened.getBoolean("late")).isTrue();
        return opened;
    }

    private String marker(String subject) {
        String marker = fresh("marker");
        world.closeOverKafka(marker, fresh("acc"), world.now());
        return marker;
    }

    private void reject(String subject, String order, String code, String evidence) {
        world.tap.publish(
                Topic.HOLDER_ACK,
                subject,
                "OrderRejected",
                "{\"orderId\": \"%s\", \"code\": \"%s\"%s}"
                        .formatted(order, code, evidence == null ? "" : ", \"evidence\": " + evidence));
    }

    private JsonPath certificate(String id) {
        return world.get(Tokens.auditor(), "/v1/retention-cases/" + id + "/certificate")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String statusOf(String id, String holder) {
        return world.caseById(id).getString("orders.find { it.holder == '" + holder + "' }.status");
    }

    private List<String> ordersOf(String subject, String holder) {
        return world.orders(subject).stream()
                .map(order -> JsonPath.from(order.value()))
                .filter(order -> order.getString("holderId").equals(holder))
                .map(order -> order.getString("orderId"))
                .distinct()
                .toList();
    }

    private List<String> categories(String subject, String holder) {
        return world.orders(subject).stream()
                .map(order -> JsonPath.from(order.value()))
                .filter(order -> order.getString("holderId").equals(holder))
                .findFirst()
                .orElseThrow()
                .getList("categories");
    }
}
