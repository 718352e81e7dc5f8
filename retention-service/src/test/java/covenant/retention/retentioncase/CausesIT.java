package covenant.retention.retentioncase;

import static covenant.retention.Scenario.CORE;
import static covenant.retention.Scenario.PARTNER;
import static covenant.retention.Scenario.SOON;
import static covenant.retention.Scenario.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import covenant.contracts.Topic;
import covenant.retention.Scenario;
import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every cause of erasure, as the other services and the company's systems tell of it. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class CausesIT {
    private Scenario world;

    @BeforeEach
    void open() {
        world = Scenario.shared();
    }

    @Test
    @Tag("AC-40")
    void anOrdinaryAndASeparateConsentWithdrawnTogetherOrderASharedCategoryOnce() {
        String subject = fresh("s");
        Instant at = world.now();
        withdraw(subject, "WITHDRAWAL", at, Map.of("profile.tag", List.of(), "browsing.history", List.of()));
        withdraw(subject, "WITHDRAWAL", at, Map.of("profile.tag", List.of()));
        withdraw(subject, "WITHDRAWAL", at, Map.of("device.id", List.of()));

        await().atMost(SOON).until(() -> ordered(subject).contains("device.id"));
        assertThat(ordered(subject)).containsExactlyInAnyOrder("profile.tag", "browsing.history", "device.id");
        assertThat(world.cases(subject)).hasSize(2);
    }

    @Test
    @Tag("AC-41")
    @Tag("R-5-2")
    void aCategoryThatAnotherPurposeUsesStaysUntilThatPurposeIsWithdrawnToo() {
        String subject = fresh("s");
        withdraw(
                subject,
                "WITHDRAWAL",
                world.now(),
                Map.of("browsing.history", List.of("PERSONALISATION"), "profile.tag", List.of()));
        await().atMost(SOON).until(() -> ordered(subject).contains("profile.tag"));
        assertThat(ordered(subject)).containsExactly("profile.tag");

        withdraw(subject, "WITHDRAWAL", world.now(), Map.of("browsing.history", List.of()));

        await().atMost(SOON).until(() -> ordered(subject).contains("browsing.history"));
    }

    @Test
    @Tag("AC-19")
    void anUnlinkedThirdPartyAccountIsErased() {
        String subject = fresh("s");
        withdraw(subject, "ACCOUNT_UNLINKED", world.now(), Map.of("network_id.third_party_openid", List.of()));

        JsonPath opened = world.onlyCase(subject);
        assertThat(opened.getString("cause")).isEqualTo("CONSENT_WITHDRAWN");
        assertThat(opened.getList("items.category")).containsExactly("network_id.third_party_openid");
        world.awaitStatus(opened.getString("id"), "COMPLETED");
    }

    /** The withdrawals of the other cookie purposes leave the category to the last one; the security record is in none of them. */
    @Test
    @Tag("AC-20")
    @Tag("R-2.2-2")
    void clearedCookiesAreErasedAndNothingOfTheSecurityLogIs() {
        String subject = fresh("s");
        withdraw(
                subject,
                "COOKIES_CLEARED",
                world.now(),
                Map.of("cookie.id", List.of("COOKIE_NECESSARY"), "profile.tag", List.of()));
        withdraw(subject, "COOKIES_CLEARED", world.now(), Map.of("cookie.id", List.of()));

        await().atMost(SOON).until(() -> world.cases(subject).size() == 2);
        assertThat(world.cases(subject))
                .flatExtracting(one -> world.caseById((String) one.get("id")).getList("items.category", String.class))
                .containsExactlyInAnyOrder("profile.tag", "cookie.id");
        await().atMost(SOON).until(() -> !ordered(subject).isEmpty());
        assertThat(ordered(subject))
                .as("nobody else holds the cookie's records here")
                .containsExactly("profile.tag");
    }

    @Test
    @Tag("R-3.2-3")
    void afterATransferTheTransferorsCopyGoesExceptWhatALawKeeps() {
        String subject = fresh("s");
        world.tap.publish(
                Topic.SHARING, subject, "TransferRecorded", """
                {"disclosureId": "%s", "transferee": "%s", "ground": "TRANSFER_CONSENT", "purpose": "SERVICE_DELIVERY",
                 "categories": ["browsing.history", "identity.national_id"], "transferredAt": "%s"}""".formatted(UUID.randomUUID(), PARTNER, world.now()));

        JsonPath opened = world.onlyCase(subject);
        assertThat(opened.getString("cause")).isEqualTo("TRANSFERRED");
        await().atMost(SOON).until(() -> !ordered(subject).isEmpty());
        assertThat(ordered(subject)).containsExactly("browsing.history");
        assertThat(Scenario.itemStatus(world.onlyCase(subject), "identity.national_id"))
                .isEqualTo("STATUTORY");
    }

    @Test
    @Tag("R-1.2.2-1")
    void whatWasKeptForOnePurposeAloneGoesWhenThePurposeIsDone() {
        String subject = fresh("s");
        String path = "/v1/subjects/" + subject + "/purpose-fulfilments";
        world.post(Tokens.backend(), path, Map.of("purpose", "NO_SUCH_PURPOSE"))
                .then()
                .statusCode(422)
                .body("code", equalTo("PURPOSE_UNKNOWN"));

        JsonPath answer = world.post(Tokens.backend(), path, Map.of("purpose", "CREDIT_ASSESSMENT"))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();

        assertThat(answer.getList("categories", String.class))
                .contains("financial.credit_score", "financial.income")
                .doesNotContain("risk.score", "financial.transaction", "identity.national_id");
        assertThat(answer.getList("remaining.'risk.score'", String.class))
                .containsExactly("SECURITY_RISK_CONTROL.necessary");
        JsonPath done = world.awaitStatus(answer.getString("caseId"), "COMPLETED");
        assertThat(done.getString("cause")).isEqualTo("PURPOSE_FULFILLED");
        assertThat(Scenario.itemStatus(done, "financial.income")).isEqualTo("ERASED");
    }

    @Test
    @Tag("R-GAP-7")
    void afterADeathTheRulesOfClosingApplyAndTheDeadAreNotWrittenTo() {
        String subject = fresh("s");
        String account = fresh("acc");
        world.put(
                        Tokens.backend(),
                        "/v1/accounts/" + account,
                        Map.of("subjectId", subject, "openedAt", "2026-01-01T00:00:00Z"))
                .then()
                .statusCode(201);
        Instant told = world.now();
        died(subject, told);
        JsonPath opened = world.onlyCase(subject);
        assertThat(opened.getString("accountId")).isEqualTo(account);
        assertThat(opened.getString("status")).isEqualTo("RESTRICTED");

        String unknown = fresh("s");
        died(unknown, told.minus(Duration.ofDays(40)));
        JsonPath late = world.onlyCase(unknown);
        assertThat(late.getBoolean("late")).isTrue();
        await().atMost(SOON).until(() -> ordered(unknown).contains("account.profile"));
        assertThat(world.tap.records(Topic.NOTIFICATION, subject)).isEmpty();
    }

    @Test
    @Tag("AC-64")
    void aRequestThatRestsOnAClosedAccountLosesOpenlyAgainstAnEarlierReopening() {
        String subject = fresh("s");
        String account = fresh("acc");
        world.close(subject, account, world.now());
        world.post(Tokens.backend(), "/v1/accounts/" + account + "/reopening", Map.of("subjectId", subject))
                .then()
                .statusCode(202);

        UUID request = requestDeletion(subject, account);

        await().atMost(SOON).until(() -> world.cases(subject).size() == 2);
        assertThat(world.cases(subject)).allSatisfy(c -> assertThat(c).containsEntry("status", "CANCELLED"));
        await().atMost(SOON)
                .until(() -> world.events(Topic.RETENTION, subject, "ErasureCancelled")
                                .size()
                        == 2);
        assertThat(world.events(Topic.RETENTION, subject, "RetentionScheduled")
                        .getLast()
                        .value())
                .contains(request.toString());
        assertThat(world.orders(subject)).isEmpty();
    }

    @Test
    @Tag("AC-64")
    @Tag("AC-27")
    void aReopeningAfterTheRequestWasAcceptedIsAConflictAndTheErasureGoesOn() {
        String subject = fresh("s");
        String account = fresh("acc");
        world.close(subject, account, world.now());
        requestDeletion(subject, account);
        await().atMost(SOON).until(() -> world.cases(subject).size() == 2);

        world.tap.publish(
                Topic.ACCOUNT,
                subject,
                "AccountReopened",
                "{\"accountId\": \"%s\", \"reopenedAt\": \"%s\"}".formatted(account, world.now()));

        await().atMost(SOON)
                .until(() -> world.get(Tokens.operator(), "/v1/accounts/" + account)
                        .jsonPath()
                        .getList("conflicts.kind")
                        .contains("REOPENED_TOO_LATE"));
        await().atMost(SOON).until(() -> ordered(subject).contains("account.profile"));
        assertThat(world.events(Topic.RETENTION, subject, "ErasureCancelled")).isEmpty();
    }

    @Test
    @Tag("AC-33")
    void aRequestForOneAccountLeavesThePersonsOtherAlone() {
        String subject = fresh("s");
        String kept = fresh("acc");
        world.put(
                        Tokens.backend(),
                        "/v1/accounts/" + kept,
                        Map.of("subjectId", subject, "openedAt", "2026-01-01T00:00:00Z"))
                .then()
                .statusCode(201);
        String gone = fresh("acc");
        world.close(subject, gone, world.now());

        requestDeletion(subject, gone);

        await().atMost(SOON).until(() -> ordered(subject).contains("account.profile"));
        assertThat(world.orders(subject))
                .extracting(order -> JsonPath.from(order.value()).getString("accountId"))
                .containsOnly(gone);
        assertThat(world.orders(subject))
                .extracting(order -> JsonPath.from(order.value()).getString("holderId"))
                .doesNotContain("consent-service", "notification-service");
    }

    @Test
    @Tag("R-5.2-5")
    void aShareHeardOfAfterTheOrdersWentOutIsOrderedToo() {
        String subject = fresh("s");
        Instant shared = world.now().minus(Duration.ofDays(50));
        world.closeOverKafka(subject, fresh("acc"), world.now().minus(Duration.ofDays(40)));
        String id = world.onlyCase(subject).getString("id");
        world.confirmUntil(subject, id, "ERASED_LIVE");

        world.tap.publish(
                Topic.SHARING, subject, "PersonalDataShared", """
                {"disclosureId": "%s", "recipient": "%s", "recipientKind": "PARTNER", "ground": "CORE_FUNCTION",
                 "purpose": "SERVICE_DELIVERY", "categories": ["service.order", "cookie.id"], "reference": "ref-late",
                 "protection": ["ENCRYPTED_TRANSPORT"], "secret": false, "sharedAt": "%s"}""".formatted(UUID.randomUUID(), PARTNER, shared));

        await().atMost(SOON)
                .until(() -> world.orders(subject).stream()
                        .map(order -> JsonPath.from(order.value()))
                        .anyMatch(order -> order.getString("holderId").equals(PARTNER)
                                && order.getList("categories").containsAll(List.of("service.order", "cookie.id"))
                                && order.getString("reference").equals("ref-late")));
        await().atMost(SOON).until(() -> {
            world.everyoneConfirms(subject);
            return world.caseById(id).getList("backups.holder").contains(PARTNER);
        });
        assertThat(world.events(Topic.RETENTION, subject, "SubjectErased")).hasSize(1);
    }

    @Test
    @Tag("R-4.2.2-3")
    void everyCategorySaysWhyItIsStillHere() {
        String subject = fresh("s");
        String account = fresh("acc");
        String path = "/v1/subjects/" + subject + "/kept-data";
        world.put(
                        Tokens.backend(),
                        "/v1/accounts/" + account,
                        Map.of("subjectId", subject, "openedAt", "2026-01-01T00:00:00Z"))
                .then()
                .statusCode(201);
        JsonPath inUse = world.get(Tokens.subject(subject), path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(inUse.getList("items.status", String.class)).containsOnly("IN_USE");
        world.get(Tokens.subject(fresh("other")), path).then().statusCode(403);

        world.close(subject, account, world.now());
        String hold = world.hold(subject, "browsing.history");

        JsonPath kept = world.get(Tokens.operator(), path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(kept.getList("items.why.rule", String.class)).doesNotContainNull();
        assertThat(kept.getString(why("account.profile") + ".period")).isEqualTo("P1M");
        assertThat(kept.getString("items.find { it.category == 'account.profile' }.dueAt"))
                .isNotNull();
        assertThat(kept.getString(why("identity.national_id") + ".article")).isEqualTo("34(3)");
        assertThat(kept.getString(why("browsing.history") + ".hold")).isEqualTo(hold);
        assertThat(kept.getString("items.find { it.category == 'browsing.history' }.status"))
                .isEqualTo("HELD");
    }

    private static String why(String category) {
        return "items.find { it.category == '" + category + "' }.why";
    }

    private UUID requestDeletion(String subject, String account) {
        UUID request = UUID.randomUUID();
        world.tap.publish(Topic.DSR, subject, "DeletionRequested", """
                {"requestId": "%s", "categories": [], "trigger": "ACCOUNT_CLOSED", "origin": "VERIFIED_REQUEST",
                 "accountId": "%s"}""".formatted(request, account));
        return request;
    }

    private void died(String subject, Instant at) {
        world.tap.publish(Topic.ACCOUNT, subject, "SubjectDeceased", "{\"reportedAt\": \"%s\"}".formatted(at));
    }

    private void withdraw(String subject, String cause, Instant at, Map<String, List<String>> remaining) {
        String map = remaining.entrySet().stream()
                .map(e -> "\"%s\": [%s]"
                        .formatted(
                                e.getKey(),
                                e.getValue().isEmpty() ? "" : "\"" + String.join("\", \"", e.getValue()) + "\""))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        world.tap.publish(Topic.CONSENT, subject, "ConsentWithdrawn", """
                {"consentId": "%s", "purpose": "PERSONALISATION", "categories": ["%s"], "remainingPurposes": {%s},
                 "policyVersion": "1", "cause": "%s", "withdrawnAt": "%s"}""".formatted(
                        UUID.randomUUID(), String.join("\", \"", remaining.keySet()), map, cause, at));
    }

    /** What the company's core system was ordered to erase, in the order of the orders, repetitions included. */
    private List<String> ordered(String subject) {
        return world.orders(subject).stream()
                .map(order -> JsonPath.from(order.value()))
                .filter(order -> order.getString("holderId").equals(CORE))
                .flatMap(order -> order.<String>getList("categories").stream())
                .toList();
    }
}
