package covenant.retention.account;

import static covenant.retention.Scenario.SOON;
import static covenant.retention.Scenario.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.platform.time.LegalCalendar;
import covenant.retention.Scenario;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class AccountIT {
    private Scenario world;

    @BeforeEach
    void open() {
        world = Scenario.shared();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-28T04:00:00Z, 2026-02-28T16:00:00Z", "2026-01-29T04:00:00Z, 2026-02-28T16:00:00Z",
        "2026-01-30T04:00:00Z, 2026-02-28T16:00:00Z", "2026-01-31T04:00:00Z, 2026-02-28T16:00:00Z",
        "2026-02-28T04:00:00Z, 2026-03-28T16:00:00Z", "2026-03-31T04:00:00Z, 2026-04-30T16:00:00Z",
        "2026-11-30T04:00:00Z, 2026-12-30T16:00:00Z", "2026-12-31T04:00:00Z, 2027-01-31T16:00:00Z",
        "2028-01-31T04:00:00Z, 2028-02-29T16:00:00Z", "2028-02-29T04:00:00Z, 2028-03-29T16:00:00Z",
        "2026-01-31T15:59:59Z, 2026-02-28T16:00:00Z", "2026-01-31T16:00:00Z, 2026-03-01T16:00:00Z",
        "2026-01-31T16:30:00Z, 2026-03-01T16:00:00Z"
    })
    @Tag("T-1")
    @Tag("AC-22")
    @Tag("AC-23")
    @Tag("R-4.2.2-1")
    void theDueInstantIsComputedFromTheClosing(Instant closedAt, Instant dueAt) {
        assertThat(ZoneId.systemDefault())
                .as("the service runs in another zone than Shanghai")
                .isEqualTo(ZoneId.of("America/New_York"));
        String subject = fresh("s");
        world.close(subject, fresh("acc"), closedAt);

        JsonPath opened = world.onlyCase(subject);
        assertThat(Instant.parse(opened.getString("dueAt"))).isEqualTo(dueAt);
        assertThat(opened.getString("items.find { it.category == 'browsing.history' }.dueAt"))
                .isEqualTo(dueAt.toString());
    }

    @Test
    @Tag("AC-30")
    void identityIsKeptTenYearsFromTheClosing() {
        String subject = fresh("s");
        world.close(subject, fresh("acc"), Instant.parse("2028-02-29T04:00:00Z"));

        JsonPath opened = world.onlyCase(subject);
        String identity = "items.find { it.category == 'identity.national_id' }.";
        assertThat(opened.getString(identity + "status")).isEqualTo("STATUTORY");
        assertThat(Instant.parse(opened.getString(identity + "dueAt"))).isAfter("2038-02-28T15:59:59Z");
        assertThat(opened.getString(identity + "why.law")).isNotBlank();
        assertThat(opened.getString(identity + "why.rule")).isEqualTo("identity.national_id");
        assertThat(Scenario.itemStatus(opened, "browsing.history")).isEqualTo("SCHEDULED");
    }

    @Test
    @Tag("R-4.2.2-1")
    @Tag("R-ENV-3")
    void anAcceptedRequestClosesThePersonsOpenAccountsOnce() {
        String subject = fresh("s");
        String first = fresh("acc");
        String second = fresh("acc");
        String later = fresh("acc");
        String foreign = fresh("acc");
        Instant decidedAt = world.now();
        opened(subject, first, decidedAt.minusSeconds(60));
        opened(subject, second, decidedAt.minusSeconds(60));
        opened(subject, later, decidedAt.plusSeconds(1));
        opened(fresh("s"), foreign, decidedAt.minusSeconds(60));
        accepted(subject, "ACCOUNT_CLOSURE", foreign, decidedAt);
        accepted(subject, "WITHDRAWAL", null, decidedAt);
        accepted(subject, "ACCOUNT_CLOSURE", first, decidedAt);
        accepted(subject, "ACCOUNT_CLOSURE", null, decidedAt);
        accepted(subject, "ACCOUNT_CLOSURE", null, decidedAt.plusMillis(1));
        accepted(subject, "ACCOUNT_CLOSURE", fresh("acc"), decidedAt);
        accepted(subject, "ACCOUNT_CLOSURE", later, decidedAt.plusSeconds(1));

        await().atMost(SOON)
                .until(() ->
                        world.events(Topic.ACCOUNT, subject, "AccountClosed").size() == 3);
        assertThat(world.events(Topic.ACCOUNT, subject, "AccountClosed"))
                .extracting(r -> JsonPath.from(r.value()).getString("accountId"))
                .as("the last request, of an account opened after the others were decided, was handled last")
                .containsExactly(first, second, later);
        assertThat(world.cases(subject)).hasSize(3);
        assertThat(world.cases(subject))
                .extracting(c -> c.get("cause"), c -> c.get("accountId"))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("ACCOUNT_CLOSED", first),
                        org.assertj.core.groups.Tuple.tuple("ACCOUNT_CLOSED", second),
                        org.assertj.core.groups.Tuple.tuple("ACCOUNT_CLOSED", later));
        assertThat(status(first)).isEqualTo("CLOSED");
        assertThat(status(foreign)).isEqualTo("OPEN");
    }

    private void opened(String subject, String account, Instant at) {
        world.put(Tokens.backend(), "/v1/accounts/" + account, Map.of("subjectId", subject, "openedAt", at.toString()))
                .then()
                .statusCode(201);
    }

    private void accepted(String subject, String type, String account, Instant at) {
        world.tap.publish(Topic.DSR, subject, "RequestAccepted", """
                {"requestId": "%s", "type": "%s", "categories": [], %s "automatic": true, "decidedAt": "%s"}""".formatted(
                java.util.UUID.randomUUID(), type, account == null ? "" : "\"accountId\": \"" + account + "\",", at));
    }

    private String status(String account) {
        return world.get(Tokens.backend(), "/v1/accounts/" + account).jsonPath().getString("status");
    }

    @Test
    @Tag("AC-26")
    @Tag("R-4.2.2-7")
    void reopeningCancelsAndASecondClosingBeginsAnew() {
        String subject = fresh("s");
        String account = fresh("acc");
        Instant closedAt = world.now();
        world.close(subject, account, closedAt);
        String first = world.onlyCase(subject).getString("id");

        world.post(Tokens.subject(subject), "/v1/accounts/" + account + "/reopening", Map.of("subjectId", subject))
                .then()
                .statusCode(202);

        assertThat(world.caseById(first).getString("status")).isEqualTo("CANCELLED");
        assertThat(world.caseById(first).getList("items.status")).containsOnly("CANCELLED");
        await().atMost(SOON)
                .until(() -> world.events(Topic.RETENTION, subject, "ErasureCancelled")
                                .size()
                        == 1);
        await().atMost(SOON)
                .until(() ->
                        world.events(Topic.ACCOUNT, subject, "AccountReopened").size() == 1);

        world.closeOverKafka(subject, account, world.now());
        await().atMost(SOON).until(() -> world.cases(subject).size() == 2);
        assertThat(world.cases(subject).get(1)).containsEntry("status", "RESTRICTED");
    }

    @Test
    @Tag("AC-24")
    void ownEventsThatComeBackChangeNothing() {
        String subject = fresh("s");
        String account = fresh("acc");
        Map<String, Object> body = Map.of("subjectId", subject);
        world.post(Tokens.subject(subject), "/v1/accounts/" + account + "/closure", body)
                .then()
                .statusCode(202);
        world.post(Tokens.subject(subject), "/v1/accounts/" + account + "/closure", body)
                .then()
                .statusCode(202);
        world.post(Tokens.backend(), "/v1/accounts/" + account + "/reopening", body)
                .then()
                .statusCode(202);
        await().atMost(SOON)
                .until(() ->
                        world.events(Topic.ACCOUNT, subject, "AccountReopened").size() == 1);
        assertThat(world.events(Topic.ACCOUNT, subject, "AccountClosed")).hasSize(1);

        // Behind our own events in the same partition: when it was taken, they were too.
        world.tap.publish(Topic.ACCOUNT, subject, "AccountOpened", "{\"accountId\": \"%s-2\"}".formatted(account));
        await().atMost(SOON)
                .until(() -> world.get(Tokens.backend(), "/v1/accounts/" + account + "-2")
                                .statusCode()
                        == 200);
        assertThat(world.get(Tokens.backend(), "/v1/accounts/" + account)
                        .jsonPath()
                        .getString("status"))
                .isEqualTo("OPEN");
        assertThat(world.cases(subject))
                .singleElement()
                .satisfies(c -> assertThat(c).containsEntry("status", "CANCELLED"));
    }

    @Test
    @Tag("AC-28")
    void aReopeningAheadOfItsClosingIsParked() {
        String subject = fresh("s");
        String account = fresh("acc");
        Instant at = world.now();
        versioned(subject, account, "AccountOpened", 1, "openedAt", at.minusSeconds(30));
        await().atMost(SOON)
                .until(() ->
                        world.get(Tokens.backend(), "/v1/accounts/" + account).statusCode() == 200);
        versioned(subject, account, "AccountReopened", 3, "reopenedAt", at.minusSeconds(10));
        versioned(subject, account, "AccountClosed", 2, "closedAt", at.minusSeconds(20));

        await().atMost(SOON)
                .until(() -> world.cases(subject).size() == 1
                        && world.cases(subject).getFirst().get("status").equals("CANCELLED"));
        assertThat(world.get(Tokens.backend(), "/v1/accounts/" + account)
                        .jsonPath()
                        .getString("status"))
                .isEqualTo("OPEN");
        assertThat(world.orders(subject)).isEmpty();
    }

    @Test
    @Tag("AC-25")
    void aLaterClosingByRestIsAConflictAndTheFirstStands() {
        String subject = fresh("s");
        String account = fresh("acc");
        Instant first = world.now().minusSeconds(100);
        world.close(subject, account, first);

        world.post(
                        Tokens.backend(),
                        "/v1/accounts/" + account + "/closure",
                        Map.of(
                                "subjectId",
                                subject,
                                "closedAt",
                                first.plusSeconds(50).toString()))
                .then()
                .statusCode(409);

        JsonPath known = world.get(Tokens.operator(), "/v1/accounts/" + account).jsonPath();
        assertThat(Instant.parse(known.getString("closedAt"))).isEqualTo(first);
        assertThat(known.getList("conflicts.kind")).containsExactly("CLOSED_BEFORE");
        assertThat(world.cases(subject)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("R-4.2.2-1")
    @Tag("R-ENV-5")
    void aClosingBeforeTheOpeningClosesAndErasesNothing(boolean overKafka) {
        String subject = fresh("s");
        String account = fresh("acc");
        Instant openedAt = world.now().minus(Duration.ofDays(1));
        Instant closedAt = openedAt.minus(Duration.ofDays(60));
        open(subject, account, openedAt).then().statusCode(201);

        if (overKafka) {
            world.closeOverKafka(subject, account, closedAt);
        } else {
            world.post(
                            Tokens.backend(),
                            "/v1/accounts/" + account + "/closure",
                            Map.of("subjectId", subject, "closedAt", closedAt.toString()))
                    .then()
                    .statusCode(409)
                    .body("code", org.hamcrest.Matchers.equalTo("STATE_CONFLICT"));
        }

        await().atMost(SOON)
                .until(() -> account(account).getList("conflicts.kind").equals(List.of("CLOSED_BEFORE_OPENING")));
        assertThat(account(account).getString("status")).isEqualTo("OPEN");
        assertThat(Instant.parse(account(account).getString("conflicts[0].knownAt")))
                .isEqualTo(openedAt);
        assertThat(world.cases(subject)).isEmpty();
        assertThat(world.orders(subject)).isEmpty();
        world.close(subject, account, openedAt.plusSeconds(1));
        world.onlyCase(subject);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("R-4.2.2-7")
    void anOpeningAfterTheClosingReopensNothing(boolean overKafka) {
        String subject = fresh("s");
        String account = fresh("acc");
        Instant closedAt = world.now().minusSeconds(60);
        world.close(subject, account, closedAt);

        if (overKafka) {
            world.tap.publish(
                    Topic.ACCOUNT,
                    subject,
                    "AccountOpened",
                    "{\"accountId\": \"%s\", \"openedAt\": \"%s\"}".formatted(account, closedAt.plusSeconds(1)));
        } else {
            open(subject, account, closedAt.plusSeconds(1)).then().statusCode(409);
        }

        await().atMost(SOON)
                .until(() -> account(account).getList("conflicts.kind").equals(List.of("OPENED_AFTER_CLOSING")));
        assertThat(account(account).getString("status")).isEqualTo("CLOSED");
        assertThat(world.onlyCase(subject).getString("status")).isEqualTo("RESTRICTED");
    }

    private Response open(String subject, String account, Instant openedAt) {
        return world.put(
                Tokens.backend(),
                "/v1/accounts/" + account,
                Map.of("subjectId", subject, "openedAt", openedAt.toString()));
    }

    private JsonPath account(String account) {
        return world.get(Tokens.operator(), "/v1/accounts/" + account).jsonPath();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("R-4.2.2-1")
    void aClosingThatLiesAheadGivesWayToTheEarlierOne(boolean overKafka) {
        String subject = fresh("s");
        String account = fresh("acc");
        Instant right = world.now();
        Instant wrong = right.plus(Duration.ofDays(3_000));
        world.close(subject, account, wrong);
        JsonPath before = world.onlyCase(subject);
        Instant lawfulBefore = due(before, "identity.national_id");

        if (overKafka) {
            world.closeOverKafka(subject, account, right);
        } else {
            world.close(subject, account, right);
        }

        Instant due = LegalCalendar.retentionDue(right, Period.ofMonths(1));
        await().atMost(SOON)
                .until(() -> Instant.parse(world.onlyCase(subject).getString("dueAt"))
                        .equals(due));
        JsonPath known = world.get(Tokens.operator(), "/v1/accounts/" + account).jsonPath();
        assertThat(Instant.parse(known.getString("closedAt"))).isEqualTo(right);
        assertThat(known.getList("conflicts")).isEmpty();
        JsonPath after = world.onlyCase(subject);
        assertThat(after.getString("id")).isEqualTo(before.getString("id"));
        assertThat(due(after, "browsing.history")).isEqualTo(due);
        assertThat(due(after, "identity.national_id")).isBefore(lawfulBefore);
        await().atMost(SOON)
                .until(() -> world.events(Topic.RETENTION, subject, "RetentionScheduled")
                                .size()
                        == 2);
        assertThat(world.events(Topic.RETENTION, subject, "RetentionScheduled")
                        .getLast()
                        .value())
                .contains("\"dueAt\":\"" + due + "\"");
        assertThat(world.events(Topic.RETENTION, subject, "ProcessingRestricted"))
                .hasSize(1);
    }

    @Test
    @Tag("R-4.2.2-1")
    void whoClosesNowDoesNotWaitForAClosingThatLiesAhead() {
        String subject = fresh("s");
        String account = fresh("acc");
        world.close(subject, account, world.now().plus(Duration.ofDays(400)));

        world.post(Tokens.subject(subject), "/v1/accounts/" + account + "/closure", Map.of("subjectId", subject))
                .then()
                .statusCode(202);

        assertThat(Instant.parse(world.onlyCase(subject).getString("dueAt")))
                .isBefore(world.now().plus(Duration.ofDays(40)));
    }

    @Test
    @Tag("R-GAP-7")
    void aDeathDoesNotWaitForAClosingThatLiesAhead() {
        String subject = fresh("s");
        Instant at = world.now();
        world.close(subject, fresh("acc"), at.plus(Duration.ofDays(400)));

        world.tap.publish(Topic.ACCOUNT, subject, "SubjectDeceased", "{\"reportedAt\": \"%s\"}".formatted(at));

        Instant due = LegalCalendar.retentionDue(at, Period.ofMonths(1));
        await().atMost(SOON)
                .until(() -> Instant.parse(world.onlyCase(subject).getString("dueAt"))
                        .equals(due));
    }

    private static Instant due(JsonPath of, String category) {
        return Instant.parse(of.getString("items.find { it.category == '" + category + "' }.dueAt"));
    }

    @Test
    @Tag("R-ENV-5")
    void badFactsAreSetAsideAndTheNextIsTaken() {
        String subject = fresh("s");
        world.tap.publish(Topic.ACCOUNT, subject, "AccountClosed", "{\"closedAt\": \"2026-01-01T00:00:00Z\"}");
        world.tap.publish(Topic.ACCOUNT, subject, "ServiceTerminationExecuted", """
                {"terminationId": "018f0000-0000-7000-8000-000000000000", "terminateAt": "2026-01-01T00:00:00Z",
                 "executedAt": "2026-01-01T00:00:00Z"}""");
        world.closeOverKafka(subject, fresh("acc"), world.now().plus(Duration.ofDays(3_661)));
        world.closeOverKafka(subject, fresh("acc"), Instant.EPOCH.minusSeconds(1));
        world.closeOverKafka(subject, fresh("acc"), world.now());

        world.onlyCase(subject);
        DeadLetters letters = DeadLetters.of(world.tap, Topic.ACCOUNT);
        letters.await(letter -> subject.equals(letter.key()), SOON);
        assertThat(letters.all().stream().filter(letter -> subject.equals(letter.key())))
                .hasSize(4);
    }

    @Test
    void aPersonSeesAndClosesOwnAccountsOnly() {
        String subject = fresh("s");
        String account = fresh("acc");
        world.close(subject, account, world.now());
        String other = Tokens.subject(fresh("other"));

        world.post(other, "/v1/accounts/" + account + "/closure", Map.of("subjectId", subject))
                .then()
                .statusCode(403);
        String otherId = fresh("other");
        world.post(Tokens.subject(otherId), "/v1/accounts/" + account + "/closure", Map.of("subjectId", otherId))
                .then()
                .statusCode(404);
        world.get(other, "/v1/retention-cases?subjectId=" + subject).then().statusCode(403);
        world.get(other, "/v1/retention-cases/" + world.onlyCase(subject).getString("id"))
                .then()
                .statusCode(404);
        assertThat(world.get(Tokens.subject(subject), "/v1/retention-cases")
                        .jsonPath()
                        .getList("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "13812345678, acc-1, SUBJECT_ID_IS_PERSONAL_DATA",
        "s 1, acc-1, VALIDATION_FAILED",
        "s-1, 6222021234567890128, SUBJECT_ID_IS_PERSONAL_DATA"
    })
    void identifiersArePseudonymous(String subject, String account, String code) {
        world.post(Tokens.backend(), "/v1/accounts/" + account + "/closure", Map.of("subjectId", subject))
                .then()
                .statusCode(422)
                .body("code", org.hamcrest.Matchers.equalTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /v1/accounts/a/closure",
                "POST | /v1/accounts/a/reopening",
                "PUT | /v1/accounts/a",
                "GET | /v1/accounts/a",
                "GET | /v1/retention-rules",
                "PUT | /v1/retention-rules/basic.name",
                "GET | /v1/retention-cases",
                "GET | /v1/retention-cases/018f0000-0000-7000-8000-000000000000",
                "GET | /v1/retention-cases/018f0000-0000-7000-8000-000000000000/certificate",
                "POST | /v1/holds",
                "GET | /v1/holds",
                "POST | /v1/holds/018f0000-0000-7000-8000-000000000000/release",
                "POST | /v1/holders/x/backup-refreshes",
                "POST | /v1/holders/x/restores",
                "POST | /v1/service-termination",
                "GET | /v1/service-termination",
                "GET | /v1/service-termination/hand-over",
                "POST | /v1/service-termination/hand-over",
                "GET | /v1/retention-rules/basic.name",
                "GET | /v1/anonymisation-assessments",
                "POST | /v1/anonymisation-assessments",
                "GET | /v1/silent-recipients",
                "POST | /v1/holds/018f0000-0000-7000-8000-000000000000/review",
                "GET | /v1/subjects/s-1/kept-data",
                "POST | /v1/subjects/s-1/purpose-fulfilments",
                "GET | /v1/sweeps",
                "POST | /v1/sweeps/confirmation",
                "GET | /v1/orders"
            })
    void everyRouteNeedsATokenAndARole(String method, String path) {
        assertThat(call(method, path, null)).isEqualTo(401);
        assertThat(call(method, path, Tokens.foreignKey("BACKEND", "OPS", "DPO", "PRIVACY_OPERATOR")))
                .isEqualTo(401);
        assertThat(call(method, path, Tokens.algNone("BACKEND", "OPS", "DPO", "PRIVACY_OPERATOR")))
                .isEqualTo(401);
        assertThat(call(method, path, Tokens.mint(covenant.embedded.identity.TokenRequest.of("nobody", "GUEST"))))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | 400",
                "{\"subjectId\": \"s-1\", \"colour\": 1} | 400",
                "{\"subjectId\": 7} | 400",
                "{} | 422",
                "{\"subjectId\": \"s-1\", \"closedAt\": \"yesterday\"} | 400",
                "{\"subjectId\": \"s-1\", \"closedAt\": \"2999-01-01T00:00:00Z\"} | 422"
            })
    void badBodiesAreRefusedAndNothingIsStored(String body, int status) {
        String account = fresh("acc");
        RestAssured.given()
                .auth()
                .oauth2(Tokens.backend())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/accounts/" + account + "/closure")
                .then()
                .statusCode(status);
        world.get(Tokens.backend(), "/v1/accounts/" + account).then().statusCode(404);
    }

    private static int call(String method, String path, String token) {
        var request = RestAssured.given().contentType(ContentType.JSON).body(new HashMap<>());
        return (token == null ? request : request.auth().oauth2(token))
                .request(method, path)
                .statusCode();
    }

    private void versioned(String subject, String account, String event, int version, String field, Instant at) {
        List<String> headers = List.of("ce_aggregateid", account, "ce_aggregateversion", Integer.toString(version));
        world.tap.publish(
                Topic.ACCOUNT,
                subject,
                event,
                "{\"accountId\": \"%s\", \"%s\": \"%s\"}".formatted(account, field, at),
                headers.toArray(String[]::new));
    }
}
