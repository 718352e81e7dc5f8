package covenant.retention.anonymisation;

import static covenant.retention.Scenario.CORE;
import static covenant.retention.Scenario.SOON;
import static covenant.retention.Scenario.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import covenant.contracts.Topic;
import covenant.retention.Scenario;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class AnonymisationIT {
    private static final String CATEGORY = "device.id";

    private Scenario world;

    @BeforeEach
    void open() {
        world = Scenario.shared();
    }

    /** The other tests of this module know one order per system. */
    @AfterEach
    void close() {
        rule("DELETE");
    }

    @Test
    @Tag("AC-47")
    @Tag("R-1.5.2-2")
    @Tag("R-1.5.2-4")
    void nothingCountsAsAnonymisedBeforeItsMethodWasAssessed() {
        rule("ANONYMISE");
        String subject = fresh("s");
        world.closeOverKafka(subject, fresh("acc"), world.now().minus(Duration.ofDays(40)));
        String id = world.onlyCase(subject).getString("id");
        await().atMost(SOON).until(() -> order(subject) != null);
        String order = order(subject);
        String result = "/v1/orders/" + order + "/result";

        world.post(Tokens.holder(CORE), result, Map.of("outcome", "ANONYMISED", "records", 3))
                .then()
                .statusCode(422)
                .body("code", equalTo("VALIDATION_FAILED"));
        world.confirm(subject, order, "ANONYMISED", 3);
        DeadLetters.of(world.tap, Topic.HOLDER_ACK).await(letter -> subject.equals(letter.key()), SOON);
        assertThat(world.caseById(id).getString("orders.find { it.id == '" + order + "' }.status"))
                .isEqualTo("REQUESTED");

        String assessment = world.approve(world.post(
                        Tokens.operatorMfa(),
                        "/v1/anonymisation-assessments",
                        Map.of(
                                "category",
                                CATEGORY,
                                "method",
                                "generalisation and suppression",
                                "measure",
                                "k=20",
                                "tester",
                                "staff-tester",
                                "reportSha256",
                                "ab".repeat(32),
                                "assessedOn",
                                "2026-01-05")))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
        world.post(Tokens.holder(CORE), result, Map.of("outcome", "ANONYMISED", "records", 3))
                .then()
                .statusCode(200);
        world.confirmUntil(subject, id, "ERASED_LIVE");

        await().atMost(SOON)
                .until(() -> world.events(Topic.RETENTION, subject, "AnonymisationCompleted")
                                .size()
                        == 1);
        JsonPath completed = JsonPath.from(world.events(Topic.RETENTION, subject, "AnonymisationCompleted")
                .getFirst()
                .value());
        assertThat(completed.getString("assessmentId")).isEqualTo(assessment);
        assertThat(completed.getList("categories")).containsExactly(CATEGORY);
        assertThat(completed.getLong("records")).isEqualTo(3);
        assertThat(world.events(Topic.RETENTION, subject, "SubjectErased")).hasSize(1);
        refreshed(id);
        world.awaitStatus(id, "COMPLETED");
        JsonPath certificate = world.get(Tokens.auditor(), "/v1/retention-cases/" + id + "/certificate")
                .jsonPath();
        assertThat(certificate.getString("keysDestroyedAt")).isNotNull();
        assertThat(certificate.getString("erased.find { it.category == '" + CATEGORY + "' }.assessment"))
                .isEqualTo(assessment);
        assertThat(certificate.getString("erased.find { it.category == 'account.profile' }.method"))
                .isEqualTo("DELETE");
    }

    @Test
    @Tag("R-1.5.2-2")
    void anAssessmentNeedsATesterAReportAndASecondPerson() {
        world.post(Tokens.operatorMfa(), "/v1/anonymisation-assessments", Map.of("category", CATEGORY))
                .then()
                .statusCode(422);
        world.post(Tokens.operator(), "/v1/anonymisation-assessments", Map.of("category", CATEGORY))
                .then()
                .statusCode(401);
        world.approve(world.post(
                        Tokens.operatorMfa(),
                        "/v1/anonymisation-assessments",
                        Map.of(
                                "category",
                                CATEGORY,
                                "method",
                                "noise",
                                "measure",
                                "k=20",
                                "tester",
                                "approver-2",
                                "reportSha256",
                                "cd".repeat(32),
                                "assessedOn",
                                "2026-01-05")))
                .then()
                .statusCode(403)
                .body("code", equalTo("FOUR_EYES_REQUIRED"));
    }

    private void rule(String action) {
        world.approve(world.put(
                        Tokens.ops(),
                        "/v1/retention-rules/" + CATEGORY,
                        Map.of("period", "P1M", "anchor", "ACCOUNT_CLOSED", "action", action)))
                .then()
                .statusCode(200);
    }

    private void refreshed(String id) {
        world.caseById(id)
                .<Map<String, Object>>getList("backups")
                .forEach(backup -> world.post(
                                Tokens.ops(),
                                "/v1/holders/" + backup.get("holder") + "/backup-refreshes",
                                Map.of("refreshedAt", world.now().toString()))
                        .then()
                        .statusCode(202));
    }

    /** The order to anonymise: it is apart from the one to delete. */
    private String order(String subject) {
        return world.orders(subject).stream()
                .map(order -> JsonPath.from(order.value()))
                .filter(order -> order.getString("holderId").equals(CORE)
                        && order.getString("method").equals("ANONYMISE")
                        && order.getList("categories").contains(CATEGORY))
                .map(order -> order.getString("orderId"))
                .findFirst()
                .orElse(null);
    }
}
