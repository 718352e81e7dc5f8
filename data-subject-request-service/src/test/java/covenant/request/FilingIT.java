package covenant.request;

import static covenant.request.Api.as;
import static covenant.request.Api.backend;
import static covenant.request.Api.file;
import static covenant.request.Api.get;
import static covenant.request.Api.newSubject;
import static covenant.request.Api.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class FilingIT {
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
    @Tag("R-5.1.2-1")
    void aRequestIsReceivedToldAndShown() {
        String subject = newSubject();

        String id = file(wish(subject, "ACCESS", "basic.email", "basic.name"));

        get(id).body("status", equalTo("RECEIVED"))
                .body("categories", contains("basic.email", "basic.name"))
                .body("targetDue", notNullValue())
                .body("replyDue", nullValue())
                .body("timeline.event", hasItems("DataSubjectRequestReceived", "IdentityVerificationRequired"));
        var event = kafka.awaitEvent(Topic.DSR, subject, "DataSubjectRequestReceived", Api.SOON);
        assertThat(event.header("ce_aggregateid")).isEqualTo(id);
        Api.latest(kafka, subject, "request-received", id);
    }

    @Test
    @Tag("R-5.2.1-6")
    @Tag("AC-60")
    void theSameOpenWishTwiceIsADuplicateThatNamesTheFirst() {
        String subject = newSubject();
        String id = file(wish(subject, "COPY", "basic.name", "basic.email"));

        backend()
                .body(wish(subject, "COPY", "basic.email", "basic.name"))
                .post("/v1/requests")
                .then()
                .statusCode(409)
                .body("code", equalTo("DUPLICATE_REQUEST"))
                .body("requestId", equalTo(id));
        backend()
                .body(wish(subject, "COPY", "basic.email"))
                .post("/v1/requests")
                .then()
                .statusCode(201);
        backend()
                .post("/v1/requests/" + id + "/cancellation")
                .then()
                .statusCode(200)
                .body("status", equalTo("CANCELLED"));
        backend()
                .body(wish(subject, "COPY", "basic.email", "basic.name"))
                .post("/v1/requests")
                .then()
                .statusCode(201);
    }

    @Test
    @Tag("AC-60")
    void theSameKeyIsAnsweredTheSame() {
        Map<String, Object> wish = wish(newSubject(), "ACCESS");
        String key = UUID.randomUUID().toString();

        String first = backend()
                .header("Idempotency-Key", key)
                .body(wish)
                .post("/v1/requests")
                .then()
                .statusCode(201)
                .extract()
                .asString();
        String again = backend()
                .header("Idempotency-Key", key)
                .body(wish)
                .post("/v1/requests")
                .then()
                .statusCode(201)
                .extract()
                .asString();

        assertThat(again).isEqualTo(first);
    }

    @Test
    @Tag("R-5.2.1-6")
    void oneOfManyAtOnceWins() throws Exception {
        Map<String, Object> wish = wish(newSubject(), "ACCESS");
        String token = Tokens.backend();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> as(token).body(wish).post("/v1/requests").statusCode());
        }
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).containsOnlyOnce(201).filteredOn(s -> s != 201).containsOnly(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"subjectId\":\"10000000001x\",\"type\":\"ACCESS\",\"channel\":\"APP\",\"hm\":1}|400|MALFORMED_REQUEST",
                "{\"subjectId\":\"s-1\",\"type\":\"ACCES\",\"channel\":\"APP\"}|400|MALFORMED_REQUEST",
                "{\"subjectId\":\"s-1\",\"channel\":\"APP\"}|422|VALIDATION_FAILED",
                "{\"subjectId\":\"s-1\",\"type\":\"ACCESS\"}|422|VALIDATION_FAILED",
                "{\"subjectId\":\"a b\",\"type\":\"ACCESS\",\"channel\":\"APP\"}|422|VALIDATION_FAILED",
                "{\"subjectId\":\"x@example.org\",\"type\":\"ACCESS\",\"channel\":\"APP\"}|422|SUBJECT_ID_IS_PERSONAL_DATA",
                "{\"subjectId\":\"s-1\",\"type\":\"ACCESS\",\"channel\":\"APP\",\"categories\":[\"no.such\"]}|422|CATEGORY_UNKNOWN",
                "{\"subjectId\":\"s-1\",\"type\":\"CORRECTION\",\"channel\":\"APP\"}|422|VALIDATION_FAILED",
                "{\"subjectId\":\"s-1\",\"type\":\"ACCESS\",\"channel\":\"APP\",\"categories\":[\"biometric.gene\"]}|422|CATEGORY_NOT_ENABLED",
                "{\"subjectId\":\"s-1\",\"type\":\"ACCESS\",\"channel\":\"APP\",\"trigger\":\"NO_CONSENT\"}|422|VALIDATION_FAILED",
                "{\"subjectId\":\"s-1\",\"type\":\"ACCESS\",\"channel\":\"APP\",\"receivedAt\":\"2999-01-01T00:00:00Z\"}|422|VALIDATION_FAILED",
                "not json|400|MALFORMED_REQUEST"
            })
    void wrongInputIsNamedAndNothingIsStored(String body, int status, String code) {
        backend().body(body).post("/v1/requests").then().statusCode(status).body("code", equalTo(code));
    }

    @Test
    void aPersonSeesOwnRequestsOnly() {
        String subject = newSubject();
        String other = newSubject();
        String id = file(wish(subject, "ACCESS"));

        as(Tokens.subject(other)).get("/v1/requests/" + id).then().statusCode(404);
        as(Tokens.subject(other))
                .post("/v1/requests/" + id + "/cancellation")
                .then()
                .statusCode(404);
        as(Tokens.subject(other))
                .get("/v1/requests?subjectId=" + subject)
                .then()
                .statusCode(403);
        as(Tokens.subject(other))
                .body(wish(subject, "COPY"))
                .post("/v1/requests")
                .then()
                .statusCode(403);
        as(Tokens.subject(subject)).get("/v1/requests").then().statusCode(200).body("items.id", contains(id));
        as(Tokens.ops()).get("/v1/requests/" + id).then().statusCode(403);
        io.restassured.RestAssured.get("/v1/requests/" + id).then().statusCode(401);
    }

    @Test
    void aListGoesOnWhereItEnded() {
        String subject = newSubject();
        String first = file(wish(subject, "ACCESS"));
        String second = file(wish(subject, "COPY"));
        String third = file(wish(subject, "RESTRICTION"));

        String next = backend()
                .get("/v1/requests?limit=2&subjectId=" + subject)
                .then()
                .body("items.id", contains(third, second))
                .extract()
                .path("next");
        file(wish(subject, "COMPLAINT"));

        backend()
                .get("/v1/requests?limit=2&subjectId=" + subject + "&cursor=" + next)
                .then()
                .body("items.id", contains(first))
                .body("next", nullValue());
        backend()
                .get("/v1/requests?type=COPY&status=RECEIVED&overdue=false&subjectId=" + subject)
                .then()
                .body("items.id", contains(second));
        backend().get("/v1/requests?status=NONE").then().statusCode(422);
        backend().get("/v1/requests?cursor=xx").then().statusCode(422);
    }

    @Test
    void whatAPersonWritesIsStoredEncrypted() throws Exception {
        String subject = newSubject();
        Map<String, Object> wish = wish(subject, "COMPLAINT");
        wish.put("content", "They called me at 10000000001 again");

        String id = Api.verified(wish);

        get(id).body("personal.content", equalTo("They called me at 10000000001 again"))
                .body("status", equalTo("IN_REVIEW"));
        as(Tokens.auditor()).get("/v1/requests/" + id).then().statusCode(200).body("personal", nullValue());
        assertThat(Rows.text("select encode(sealed_content, 'escape') from request where id = '" + id + "'"))
                .doesNotContain("10000000001");
    }
}
