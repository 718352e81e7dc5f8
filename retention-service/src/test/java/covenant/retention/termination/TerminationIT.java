package covenant.retention.termination;

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
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class TerminationIT {
    private static final String LAW = "Anti-Money-Laundering Law of the PRC (2024 revision)";

    private Scenario world;

    @BeforeEach
    void open() {
        world = Scenario.shared();
    }

    @Test
    @Tag("AC-46")
    @Tag("R-4.2.3-1")
    @Tag("R-4.2.3-2")
    @Tag("R-4.2.3-3")
    void theServiceEndsWhenEveryoneWasToldAndThenEverythingGoes() {
        String subject = fresh("s");
        String account = fresh("acc");
        world.put(
                        Tokens.backend(),
                        "/v1/accounts/" + account,
                        Map.of("subjectId", subject, "openedAt", "2026-01-01T00:00:00Z"))
                .then()
                .statusCode(201);
        Instant told = world.now();
        Instant earliest = LegalCalendar.fullDaysAfter(told, 30);
        schedule(earliest.minusSeconds(1), Tokens.dpoMfa())
                .then()
                .statusCode(422)
                .body("code", org.hamcrest.Matchers.equalTo("NOTICE_PERIOD_TOO_SHORT"));
        schedule(earliest.plusSeconds(86_400), Tokens.dpo()).then().statusCode(401);
        String id = scheduled(earliest.plusSeconds(40 * 86_400));
        campaignEnded(id, told, 2, 2);
        await().atMost(SOON).until(() -> termination().getString("lastNoticeAt") != null);
        broughtForward(id, earliest);
        Instant toldAgain = world.now();
        String joined = fresh("s");
        opens(joined, world.now());

        world.moveTo(earliest.plusSeconds(86_401));
        await().atMost(SOON)
                .until(() -> world.get(Tokens.ops(), "/q/metrics")
                        .asString()
                        .contains("covenant_retention_termination_blocked 1.0"));
        assertThat(termination().getString("status")).isEqualTo("SCHEDULED");
        assertThat(world.cases(subject)).isEmpty();

        campaignEnded(id, told, 3, 3);
        campaignEnded(id, toldAgain, 3, 2);
        campaignEnded(id, toldAgain.plusSeconds(1), 3, 3);
        await().atMost(SOON).until(() -> termination().getString("status").equals("FINISHED"));
        assertThat(Instant.parse(termination().getString("lastNoticeAt")))
                .as("a campaign that did not reach everyone counts for nothing")
                .isEqualTo(toldAgain.plusSeconds(1));
        assertThat(world.onlyCase(joined).getString("cause"))
                .as("who registered after the notices went out")
                .isEqualTo("SERVICE_TERMINATED");
        JsonPath opened = world.onlyCase(subject);
        assertThat(opened.getString("cause")).isEqualTo("SERVICE_TERMINATED");
        assertThat(Instant.parse(opened.getString("dueAt"))).isEqualTo(earliest.plusSeconds(2 * 86_400));
        assertThat(world.orders(subject)).isEmpty();
        world.moveTo(earliest.plusSeconds(2 * 86_400));
        JsonPath live = world.confirmUntil(subject, opened.getString("id"), "ERASED_LIVE");
        assertThat(Scenario.itemStatus(live, "account.profile")).isEqualTo("ERASED");
        assertThat(Scenario.itemStatus(live, "identity.national_id")).isEqualTo("STATUTORY");
        assertThat(world.events(Topic.ACCOUNT, id, "ServiceTerminationExecuted"))
                .hasSize(1);
        whoIsHeardOfOnlyAfterTheEndIsErasedToo(earliest);
        handOver(subject, opened.getString("id"));
    }

    private void whoIsHeardOfOnlyAfterTheEndIsErasedToo(Instant before) {
        String late = fresh("s");
        opens(late, before);
        JsonPath opened = world.onlyCase(late);
        assertThat(opened.getString("cause")).isEqualTo("SERVICE_TERMINATED");
        await().atMost(SOON).until(() -> !world.orders(late).isEmpty());
        assertThat(world.events(Topic.ACCOUNT, late, "AccountClosed")).hasSize(1);

        String next = fresh("s");
        opens(next, world.now());
        String later = fresh("s");
        opens(later, before);
        world.onlyCase(later);
        assertThat(world.cases(next)).as("opened after the end").isEmpty();
    }

    private void opens(String subject, Instant at) {
        world.put(
                        Tokens.backend(),
                        "/v1/accounts/" + fresh("acc"),
                        Map.of("subjectId", subject, "openedAt", at.toString()))
                .then()
                .statusCode(201);
    }

    /** What only the law keeps here goes when the body that the law names has it; what another law keeps stays. */
    private void handOver(String subject, String id) {
        Map<String, String> receipt =
                Map.of("transferee", "state-council-body", "law", LAW, "evidence", "receipt-2026/7");
        String path = "/v1/service-termination/hand-over";
        world.post(Tokens.dpoMfa(), path, Map.of("transferee", "body", "law", "No such law", "evidence", "r-1"))
                .then()
                .statusCode(422);
        world.approve(world.post(Tokens.dpoMfa(), path, receipt)).then().statusCode(202);
        await().atMost(SOON)
                .until(() -> world.get(Tokens.dpo(), path)
                        .jsonPath()
                        .getString("status")
                        .equals("FINISHED"));
        world.post(Tokens.dpoMfa(), path, receipt).then().statusCode(409);
        await().atMost(SOON)
                .until(() ->
                        world.events(Topic.SHARING, subject, "TransferRecorded").size() == 1);
        assertThat(world.events(Topic.SHARING, subject, "TransferRecorded")
                        .getFirst()
                        .value())
                .contains("TRANSFER_LEGAL", "identity.national_id", "receipt-2026/7");
        await().atMost(SOON).until(() -> {
            world.everyoneConfirms(subject);
            return Scenario.itemStatus(world.caseById(id), "identity.national_id")
                    .equals("ERASED");
        });
        assertThat(Scenario.itemStatus(world.caseById(id), "consent.evidence")).isEqualTo("STATUTORY");
        assertThat(world.cases(subject)).hasSize(1);
    }

    /** The notices named another day: new ones are needed, and 30 full days after them (R-4.2.3-3). */
    private void broughtForward(String id, Instant earliest) {
        schedule(earliest.minusSeconds(1), Tokens.dpoMfa())
                .then()
                .statusCode(422)
                .body("code", org.hamcrest.Matchers.equalTo("NOTICE_PERIOD_TOO_SHORT"));
        assertThat(scheduled(earliest.plusSeconds(86_400))).isEqualTo(id);
        assertThat(termination().getString("lastNoticeAt")).isNull();
        await().atMost(SOON)
                .until(() -> world.events(Topic.ACCOUNT, id, "ServiceTerminationScheduled")
                                .size()
                        == 2);
    }

    private String scheduled(Instant at) {
        return world.approve(schedule(at, Tokens.dpoMfa()))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
    }

    private void campaignEnded(String id, Instant told, int total, int reached) {
        world.tap.publish(Topic.NOTIFICATION, id, "CampaignCompleted", """
                {"campaignId": "%s", "kind": "TERMINATION", "about": {"terminationId": "%s"}, "total": %d, "reached": %d,
                 "coveredByAnnouncement": 0, "lastNoticeAt": "%s", "completedAt": "%s"}""".formatted(
                        UUID.randomUUID(), id, total, reached, told, told));
    }

    private JsonPath termination() {
        return world.get(Tokens.dpo(), "/v1/service-termination").jsonPath();
    }

    private io.restassured.response.Response schedule(Instant at, String token) {
        return world.post(token, "/v1/service-termination", Map.of("terminateAt", at.toString()));
    }
}
