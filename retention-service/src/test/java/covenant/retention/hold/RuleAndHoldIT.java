package covenant.retention.hold;

import static covenant.retention.Scenario.SOON;
import static covenant.retention.Scenario.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.platform.time.LegalCalendar;
import covenant.retention.Scenario;
import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RuleAndHoldIT {
    private static final Map<String, Object> HOLD =
            Map.of("subjectId", "s-hold", "reason", "dispute", "authority", "Court, case 1", "reviewOn", "2099-01-01");

    private Scenario world;

    @BeforeEach
    void open() {
        world = Scenario.shared();
    }

    @Test
    @Tag("R-4.2.2-2")
    void moreThanAMonthWithoutALawIsRefused() {
        rule("device.os", "P2M", null)
                .then()
                .statusCode(422)
                .body("violations[0].field", org.hamcrest.Matchers.equalTo("period"));
        rule("no.such", "P1M", null)
                .then()
                .statusCode(422)
                .body("code", org.hamcrest.Matchers.equalTo("CATEGORY_UNKNOWN"));
    }

    @Test
    @Tag("R-4.2.2-4")
    void aRuleIsChangedByTwoPersonsAndKeepsItsVersions() {
        Response asked = rule("device.serial", "P7D", null);
        String approval = asked.then().statusCode(202).extract().jsonPath().getString("approvalId");
        assertThat(current("device.serial").getInt("version")).isEqualTo(1);
        world.post(
                        Tokens.approverMfa("ops-1"),
                        "/v1/approvals/" + approval + "/decision",
                        Map.of("approve", true, "reason", "mine"))
                .then()
                .statusCode(403)
                .body("code", org.hamcrest.Matchers.equalTo("FOUR_EYES_REQUIRED"));

        world.approve(asked).then().statusCode(200).body("version", org.hamcrest.Matchers.equalTo(2));

        assertThat(current("device.serial").getString("period")).isEqualTo("P7D");
        String subject = fresh("s");
        world.close(subject, fresh("acc"), Instant.parse("2026-01-31T04:00:00Z"));
        JsonPath opened = world.onlyCase(subject);
        String item = "items.find { it.category == 'device.serial' }.";
        assertThat(opened.getString(item + "dueAt")).isEqualTo("2026-02-07T16:00:00Z");
        assertThat(opened.getInt(item + "why.ruleVersion")).isEqualTo(2);
    }

    @Test
    @Tag("T-7")
    void aChangedRuleIsAppliedToWhatIsStoredAndToldOpenly() {
        String subject = fresh("s");
        Instant closedAt = world.now();
        world.close(subject, fresh("acc"), closedAt);
        String id = world.onlyCase(subject).getString("id");
        String item = "items.find { it.category == 'device.mac' }.";
        Instant nearer = LegalCalendar.retentionDue(closedAt, Period.ofDays(10));

        world.approve(rule("device.mac", "P10D", null)).then().statusCode(200);

        await().atMost(SOON)
                .until(() -> nearer.equals(Instant.parse(world.caseById(id).getString(item + "dueAt"))));
        assertThat(world.caseById(id).getInt(item + "why.ruleVersion")).isEqualTo(2);
        await().atMost(SOON)
                .until(() -> world.events(Topic.RETENTION, subject, "RetentionScheduled")
                                .size()
                        == 2);

        world.approve(rule("device.mac", "P20D", null)).then().statusCode(200);
        await().atMost(SOON)
                .until(() -> world.get(Tokens.ops(), "/v1/retention-rules/device.mac")
                        .jsonPath()
                        .getBoolean("versions[0].recomputed"));
        assertThat(world.caseById(id).getInt(item + "why.ruleVersion"))
                .as("a longer period changes nothing that is stored")
                .isEqualTo(2);
        assertThat(world.get(Tokens.ops(), "/v1/retention-rules/device.mac")
                        .jsonPath()
                        .getList("versions.rule.period"))
                .containsExactly("P20D", "P10D", "P1M");
    }

    @Test
    @Tag("R-4.2.2-8")
    @Tag("AC-32")
    void aHoldPastItsReviewDayIsAnAlarmUntilItWasLookedAt() {
        String subject = fresh("s");
        String today = LegalCalendar.dayOf(world.now()).toString();
        String hold = world.approve(world.post(
                        Tokens.operatorMfa(),
                        "/v1/holds",
                        Map.of(
                                "subjectId",
                                subject,
                                "reason",
                                "dispute",
                                "authority",
                                "Court, case 2",
                                "reviewOn",
                                today)))
                .then()
                .statusCode(201)
                .body("reviewOverdue", org.hamcrest.Matchers.equalTo(false))
                .extract()
                .jsonPath()
                .getString("id");
        String overdue = "/v1/holds?reviewOverdue=true&subjectId=" + subject;
        assertThat(world.get(Tokens.dpo(), overdue).jsonPath().getList("items")).isEmpty();

        world.advance("P1D");

        assertThat(world.get(Tokens.dpo(), overdue).jsonPath().getList("items.id"))
                .containsExactly(hold);
        await().atMost(SOON)
                .until(() -> world.get(Tokens.ops(), "/q/metrics")
                        .asString()
                        .matches("(?s).*covenant_retention_holds_review_overdue [1-9].*"));
        Map<String, String> next = Map.of(
                "reviewOn", LegalCalendar.dayOf(world.now()).plusDays(90).toString(), "reason", "still in court");
        world.approve(world.post(Tokens.operatorMfa(), "/v1/holds/" + hold + "/review", next))
                .then()
                .statusCode(200);
        assertThat(world.get(Tokens.dpo(), overdue).jsonPath().getList("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reviewOn", "authority", "reason", "subjectId"})
    @Tag("R-4.2.2-8")
    @Tag("AC-32")
    void aHoldWithoutReviewDateOrAuthorityIsRefused(String missing) {
        Map<String, Object> body = new HashMap<>(HOLD);
        body.remove(missing);

        world.post(Tokens.operatorMfa(), "/v1/holds", body).then().statusCode(422);
    }

    @Test
    @Tag("R-4.2.2-8")
    void aHoldNeedsASecondFactorAndASecondPerson() {
        world.post(Tokens.operator(), "/v1/holds", HOLD).then().statusCode(401);
        String subject = fresh("s");
        world.close(subject, fresh("acc"), world.now());
        String id = world.onlyCase(subject).getString("id");

        String hold = world.hold(subject);

        JsonPath held = world.caseById(id);
        assertThat(held.getList("items.status")).containsOnly("HELD");
        assertThat(held.getString("status")).isEqualTo("HELD");
        assertThat(world.get(Tokens.operator(), "/v1/holds?subjectId=" + subject)
                        .jsonPath()
                        .getList("items.id"))
                .containsExactly(hold);
        Response release = world.post(Tokens.operatorMfa(), "/v1/holds/" + hold + "/release", Map.of());
        world.approve(release).then().statusCode(200).body("status", org.hamcrest.Matchers.equalTo("RELEASED"));
        assertThat(world.caseById(id).getString("status")).isEqualTo("RESTRICTED");
        world.post(Tokens.operatorMfa(), "/v1/holds/" + hold + "/release", Map.of())
                .then()
                .statusCode(409);
    }

    private Response rule(String category, String period, Map<String, Object> statutory) {
        Map<String, Object> body = new HashMap<>();
        body.put("period", period);
        body.put("anchor", "ACCOUNT_CLOSED");
        body.put("action", "DELETE");
        body.put("statutory", statutory);
        return world.put(Tokens.ops(), "/v1/retention-rules/" + category, body);
    }

    private JsonPath current(String category) {
        return world.get(Tokens.ops(), "/v1/retention-rules?limit=500")
                .jsonPath()
                .setRootPath("items.find { it.category == '" + category + "' }");
    }
}
