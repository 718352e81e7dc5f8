package covenant.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import covenant.contracts.Topic;
import covenant.embedded.identity.TokenRequest;
import covenant.platform.testapp.RecordedSpans;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.LogTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RestIT {
    private final String subject = "s-" + UUID.randomUUID();

    @Inject
    RecordedSpans spans;

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("not json", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"x\",\"other\":1}", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":1,\"text\":\"x\"}", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"x\",\"number\":\"7\"}", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"x\",\"number\":1.5}", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"x\",\"at\":\"monday\"}", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"x\",\"at\":17}", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":\"s-1\",\"subjectId\":\"s-2\",\"text\":\"x\"}", 400, "MALFORMED_REQUEST"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"x\"} {}", 400, "MALFORMED_REQUEST"),
                Arguments.of("[".repeat(10_000), 400, "MALFORMED_REQUEST"),
                Arguments.of("", 422, "VALIDATION_FAILED"),
                Arguments.of("null", 422, "VALIDATION_FAILED"),
                Arguments.of("{}", 422, "VALIDATION_FAILED"),
                Arguments.of("{\"subjectId\":\"a b\",\"text\":\"x\"}", 422, "VALIDATION_FAILED"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"" + "x".repeat(21) + "\"}", 422, "VALIDATION_FAILED"),
                Arguments.of("{\"subjectId\":\"13800000000\",\"text\":\"x\"}", 422, "SUBJECT_ID_IS_PERSONAL_DATA"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"refuse\"}", 422, "VALIDATION_FAILED"),
                Arguments.of("{\"subjectId\":\"s-1\",\"text\":\"fault\"}", 500, "INTERNAL_ERROR"),
                Arguments.of(
                        "{\"subjectId\":\"s-1\",\"text\":\"" + "x".repeat(300_000) + "\"}", 413, "PAYLOAD_TOO_LARGE"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void badInputGetsAProblemAndStoresNothing(String body, int status, String code) {
        long before = notes("s-1");
        problem(as(Tokens.backend()).body(body).post("/v1/notes").then(), status, code)
                .body(not(containsString("13800000000")))
                .body(not(containsString("10000000001")));
        assertThat(notes("s-1")).isEqualTo(before);
    }

    @Test
    void violationsNameTheirFields() {
        problem(
                        as(Tokens.backend())
                                .body("{\"subjectId\":\"s-1\"}")
                                .post("/v1/notes")
                                .then(),
                        422,
                        "VALIDATION_FAILED")
                .body("violations.field", hasItem("text"));
    }

    @Test
    void aFilterWithAValueThatDoesNotExistIsRefusedByItsName() {
        String path = "/v1/subjects/" + subject + "/notes";
        as(Tokens.backend()).get(path + "?state=WRITTEN").then().statusCode(200);
        for (String unknown : new String[] {"ZZ", "written"}) {
            problem(as(Tokens.backend()).get(path + "?state=" + unknown).then(), 422, "VALIDATION_FAILED")
                    .body("violations.field", hasItem("state"))
                    .body("violations[0].message", containsString("WRITTEN"));
        }
    }

    @Test
    void theFrameworksOwnAnswersAreProblemsToo() {
        problem(as(Tokens.backend()).get("/v1/nowhere").then(), 404, "NOT_FOUND");
        problem(as(Tokens.backend()).delete("/v1/notes").then(), 405, "METHOD_NOT_ALLOWED");
        problem(
                given().auth()
                        .oauth2(Tokens.backend())
                        .contentType("text/plain")
                        .body("x")
                        .post("/v1/notes")
                        .then(),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aCallOverHttp2IsAnsweredLikeAnyOther() throws Exception {
        int port = org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("quarkus.http.test-port", Integer.class);
        java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://localhost:" + port + "/v1/notes"))
                .header("Authorization", "Bearer " + Tokens.backend())
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"subjectId\":\"" + subject + "\",\"text\":\"x\"}"))
                .build();
        try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
            for (String call : new String[] {"the one that upgrades", "the one after it"}) {
                java.net.http.HttpResponse<String> answer =
                        client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(call).isEqualTo(201);
                assertThat(answer.version()).as(call).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
            }
        }
    }

    @Test
    void aTokenThatWasGoodIsRefusedOnceItHasExpired() {
        // The first call of all may take seconds.
        as(Tokens.backend()).get("/v1/subjects/" + subject + "/notes").then().statusCode(200);
        String token = Tokens.mint(TokenRequest.of("backend-1", "BACKEND").withLifetime(Duration.ofSeconds(5)));
        as(token).get("/v1/subjects/" + subject + "/notes").then().statusCode(200);
        as(token).get("/v1/subjects/" + subject + "/notes").then().statusCode(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> problem(
                        as(token).get("/v1/subjects/" + subject + "/notes").then(), 401, "UNAUTHENTICATED"));
    }

    @Test
    @Tag("R-4.1.2-1")
    void tokensThatAreNotGoodAreRefused() {
        for (String token : new String[] {
            Tokens.expired("BACKEND"), Tokens.foreignKey("BACKEND"), Tokens.algNone("BACKEND"), "garbage"
        }) {
            problem(as(token).body(note()).post("/v1/notes").then(), 401, "UNAUTHENTICATED");
        }
        problem(
                given().contentType("application/json")
                        .body(note())
                        .post("/v1/notes")
                        .then(),
                401,
                "UNAUTHENTICATED");
        problem(as(Tokens.auditor()).body(note()).post("/v1/notes").then(), 403, "FORBIDDEN");
        problem(as(Tokens.subject("s-other")).body(note()).post("/v1/notes").then(), 403, "FORBIDDEN");
        problem(as(Tokens.backend()).get("/v1/unannotated").then(), 403, "FORBIDDEN");
        assertThat(notes(subject)).isZero();
        as(Tokens.subject(subject)).body(note()).post("/v1/notes").then().statusCode(201);
    }

    @Test
    @Tag("R-1.5.4-2")
    void whatWasRefusedOrFailedStandsInNoLogNoMetricAndNoListOfDeadLetters() {
        String mark = "MARKED" + UUID.randomUUID().toString().replace("-", "");
        try (LogTap logs = new LogTap();
                KafkaTap tap = new KafkaTap()) {
            for (String body : new String[] {
                "{\"subjectId\":\"s-1\",\"text\":\"" + mark,
                "{\"subjectId\":\"s-1\",\"text\":\"x\",\"" + mark + "\":1}",
                "{\"subjectId\":\"s-1\",\"text\":\"x\",\"at\":\"" + mark + "\"}",
                "{\"subjectId\":\"s-1\",\"text\":\"" + mark + "\"}",
                "{\"subjectId\":\"" + mark + "!\",\"text\":\"x\"}"
            }) {
                String answer =
                        as(Tokens.backend()).body(body).post("/v1/notes").asString();
                // The caller is told which of its fields nobody knows; that name goes no further.
                assertThat(answer.replace("\"field\":\"" + mark + "\"", ""))
                        .contains("traceId")
                        .doesNotContain(mark);
            }
            as(Tokens.backend())
                    .body("{\"subjectId\":\"s-1\",\"text\":\"fault\"}")
                    .post("/v1/notes")
                    .then()
                    .statusCode(500);
            String id = tap.publish(Topic.ACCOUNT, "s-1", "AccountClosed", "{\"" + mark + "\":" + mark);
            TapRecord letter = covenant.testing.DeadLetters.of(tap, Topic.ACCOUNT)
                    .await(l -> id.equals(l.header("ce_id")), Duration.ofSeconds(20));
            assertThat(letter.headers().toString()).doesNotContain(mark);
            String listed = as(Tokens.ops()).get("/v1/dead-letters?limit=500").asString();
            assertThat(listed).contains("UNPARSABLE_VALUE").doesNotContain(mark);
            assertThat(given().get("/q/metrics").asString()).doesNotContain(mark);
            assertThat(logs.lines()).as("the fault is logged").isNotEmpty();
            assertThat(logs.lines())
                    .noneMatch(line -> line.text().contains(mark) || line.text().contains("10000000001"));
        }
    }

    @Test
    @Tag("R-1.5.4-2")
    void whatACallerWroteAndWhereTheCallerSitsStandsInNoSpan() {
        String mark = "marked" + UUID.randomUUID().toString().replace("-", "");
        as(Tokens.backend())
                .header("User-Agent", mark)
                .queryParam("state", mark)
                .get("/v1/subjects/" + mark + "@example.org/notes")
                .then()
                .statusCode(422);
        as(Tokens.backend()).get("/" + mark).then().statusCode(404);
        as(Tokens.backend())
                .body("{\"subjectId\":\"s-1\",\"text\":\"fault\"}")
                .post("/v1/notes")
                .then()
                .statusCode(500);

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(spans.all())
                        .filteredOn(span -> span.getKind() == SpanKind.SERVER)
                        .extracting(SpanData::getName)
                        .contains("GET /v1/subjects/{id}/notes", "POST /v1/notes"));
        assertThat(spans.all())
                .filteredOn(span -> Stream.of(mark, "127.0.0.1", "10000000001")
                        .anyMatch(value -> span.toString().contains(value)))
                .extracting(SpanData::getName)
                .isEmpty();
    }

    @Test
    void theOpenApiDocumentSaysWhichProblemsACallMayBeAnsweredWith() {
        io.restassured.path.json.JsonPath api = given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, Map<String, Object>> write = api.getMap("paths.'/v1/notes'.post.responses");
        for (String status : new String[] {"400", "401", "403", "409", "413", "415", "422", "503"}) {
            assertThat(write.get(status).get("content").toString())
                    .as(status)
                    .contains("application/problem+json")
                    .contains("#/components/schemas/Problem");
        }
        assertThat(api.getMap("paths.'/v1/subjects/{id}/notes'.get.responses"))
                .containsKeys("401", "403", "422")
                .doesNotContainKeys("413", "409");
        assertThat(api.getMap("paths.'/v1/approvals/{id}/decision'.post.responses"))
                .containsKey("404");
        assertThat(api.getList("components.schemas.Problem.required")).contains("code", "traceId");
        assertThat(api.getMap("components.schemas.Problem.properties")).containsKey("violations");
    }

    @Test
    @Tag("R-4.1.2-1")
    @Tag("R-4.1.2-2")
    void aTokenForAnotherSystemOrWithAStaleSecondFactorIsRefused() {
        for (String token : new String[] {Tokens.foreignAudience("BACKEND"), Tokens.foreignIssuer("BACKEND")}) {
            problem(as(token).body(note()).post("/v1/notes").then(), 401, "UNAUTHENTICATED");
        }
        problem(
                as(Tokens.staleSecondFactor("PRIVACY_OPERATOR"))
                        .body(note())
                        .post("/v1/dangerous")
                        .then(),
                401,
                "MFA_REQUIRED");
    }

    @Test
    void publicRoutesAnswerAnAddressSoManyTimesAMinute() {
        for (int i = 0; i < 5; i++) {
            given().get("/v1/notes/public").then().statusCode(200);
        }

        problem(given().get("/v1/notes/public").then(), 429, "RATE_LIMITED").header("Retry-After", "60");
        as(Tokens.backend()).get("/v1/subjects/" + subject + "/notes").then().statusCode(200);
    }

    @Test
    void noOtherOriginIsLetInAndAnswersCannotBeFramedSniffedOrRun() {
        as(Tokens.backend())
                .header("Origin", "https://evil.example")
                .get("/v1/subjects/" + subject + "/notes")
                .then()
                .header("Access-Control-Allow-Origin", org.hamcrest.Matchers.nullValue())
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store")
                .header("Strict-Transport-Security", containsString("max-age=31536000"))
                .header("Content-Security-Policy", containsString("default-src 'none'"));
    }

    @Test
    void headersAndPathsHaveALimit() {
        as(Tokens.backend())
                .header("X-Correlation-Id", "x".repeat(20_000))
                .get("/v1/subjects/" + subject + "/notes")
                .then()
                .statusCode(431);
        as(Tokens.backend())
                .get("/v1/subjects/" + "x".repeat(5_000) + "/notes")
                .then()
                .statusCode(414);
    }

    @Test
    @Tag("R-4.1.2-2")
    void aDangerousActNeedsASecondFactorAndASecondPerson() {
        problem(as(Tokens.operator()).body(note()).post("/v1/dangerous").then(), 401, "MFA_REQUIRED")
                .header("WWW-Authenticate", containsString("insufficient_user_authentication"));
        String approval = as(Tokens.operatorMfa())
                .body(note())
                .post("/v1/dangerous")
                .then()
                .statusCode(202)
                .body("status", equalTo("AWAITING_APPROVAL"))
                .extract()
                .path("approvalId");
        assertThat(notes(subject)).isZero();
        String decision = "/v1/approvals/" + approval + "/decision";
        Map<String, Object> yes = Map.of("approve", true, "reason", "checked");
        problem(as(Tokens.operatorMfa()).body(yes).post(decision).then(), 403, "FORBIDDEN");
        problem(as(Tokens.approver("a-2")).body(yes).post(decision).then(), 401, "MFA_REQUIRED");
        String requester = as(Tokens.auditor())
                .get("/v1/approvals?status=AWAITING_APPROVAL&limit=500")
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.approvalId == '" + approval + "' }.requestedBy");
        problem(as(Tokens.approverMfa(requester)).body(yes).post(decision).then(), 403, "FOUR_EYES_REQUIRED");
        as(Tokens.approverMfa("a-2"))
                .body(yes)
                .post(decision)
                .then()
                .statusCode(201)
                .body("by", equalTo("a-2"));
        assertThat(notes(subject)).isEqualTo(1);
        problem(as(Tokens.approverMfa("a-3")).body(yes).post(decision).then(), 409, "STATE_CONFLICT");
        problem(
                as(Tokens.approverMfa("a-3"))
                        .body(yes)
                        .post("/v1/approvals/not-an-id/decision")
                        .then(),
                404,
                "NOT_FOUND");
    }

    @Test
    void theSameKeyAnswersTheSameOnce() {
        String key = UUID.randomUUID().toString();
        String first = as(Tokens.backend())
                .header("Idempotency-Key", key)
                .body(note())
                .post("/v1/notes")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        as(Tokens.backend())
                .header("Idempotency-Key", key)
                .body(note())
                .post("/v1/notes")
                .then()
                .statusCode(201)
                .body("id", equalTo(first));
        assertThat(notes(subject)).isEqualTo(1);
        problem(
                as(Tokens.backend())
                        .header("Idempotency-Key", key)
                        .body(Map.of("subjectId", subject, "text", "another"))
                        .post("/v1/notes")
                        .then(),
                409,
                "IDEMPOTENCY_KEY_REUSED");
        as(Tokens.subject(subject))
                .header("Idempotency-Key", key)
                .body(note())
                .post("/v1/notes")
                .then()
                .statusCode(201)
                .body("id", not(equalTo(first)));
        problem(
                as(Tokens.backend())
                        .header("Idempotency-Key", "x".repeat(200))
                        .body(note())
                        .post("/v1/notes")
                        .then(),
                422,
                "VALIDATION_FAILED");
    }

    @Test
    void oneHundredCallsWithOneKeyAtOnceHaveOneEffect() {
        String key = UUID.randomUUID().toString();
        long different = java.util.stream.IntStream.range(0, 100)
                .parallel()
                .mapToObj(i -> as(Tokens.backend())
                        .header("Idempotency-Key", key)
                        .body(note())
                        .post("/v1/notes")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .distinct()
                .count();
        assertThat(different).isEqualTo(1);
        assertThat(notes(subject)).isEqualTo(1);
    }

    @Test
    @Tag("AC-86")
    void aRefusedCallBecomesAnEvent() {
        as(Tokens.auditor()).body(note()).post("/v1/notes").then().statusCode(403);
        try (KafkaTap tap = new KafkaTap()) {
            TapRecord refused = tap.awaitRecord(
                    Topic.AUDIT,
                    r -> r.value().contains("\"route\":\"/v1/notes\"")
                            && r.value().contains("FORBIDDEN"),
                    Duration.ofSeconds(20));
            assertThat(refused.header("ce_actor")).startsWith("COMPLIANCE_AUDITOR:");
            assertThat(refused.value()).doesNotContain(subject);
        }
    }

    @Test
    void aTraceGoesOnFromTheCallToItsEventAndIntoTheProblem() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String parent = "00-" + trace + "-00f067aa0ba902b7-01";
        as(Tokens.backend())
                .header("traceparent", parent)
                .header("X-Correlation-Id", "corr-" + subject)
                .body(note())
                .post("/v1/notes")
                .then()
                .statusCode(201);
        problem(
                        as(Tokens.backend())
                                .header("traceparent", parent)
                                .body("{}")
                                .post("/v1/notes")
                                .then(),
                        422,
                        "VALIDATION_FAILED")
                .body("traceId", equalTo(trace));
        try (KafkaTap tap = new KafkaTap()) {
            TapRecord event = tap.awaitEvent(Topic.ACCOUNT, subject, "AccountOpened", Duration.ofSeconds(20));
            assertThat(event.header("traceparent"))
                    .startsWith("00-" + trace + "-")
                    .isNotEqualTo(parent);
            assertThat(event.header("ce_correlationid")).isEqualTo("corr-" + subject);
        }
    }

    private Map<String, Object> note() {
        return Map.of("subjectId", subject, "text", "hello");
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token).contentType("application/json");
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body(
                        "type",
                        equalTo("urn:covenant:problem:"
                                + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
    }

    private static long notes(String subject) {
        return as(Tokens.backend())
                .get("/v1/subjects/" + subject + "/notes")
                .then()
                .statusCode(200)
                .extract()
                .<Number>path("count")
                .longValue();
    }
}
