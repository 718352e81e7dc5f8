package covenant.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class FactsIT {

    @Test
    void aFactIsLoggedAtOnceAsTheCallersWord() {
        String subject = "f." + UUID.randomUUID();
        int index = post(
                        Tokens.backend(),
                        "{\"type\":\"PersonalDataAccessed\",\"occurredAt\":\"2026-05-01T00:00:00Z\",\"subjectId\":\""
                                + subject + "\",\"correlationId\":\"c-1\",\"details\":{\"ticket\":\"T-1\"}}")
                .statusCode(201)
                .extract()
                .path("index");

        Map<String, Object> entry = AuditLog.entriesOn(subject).getFirst();

        assertThat(entry)
                .containsEntry("index", index)
                .containsEntry("type", "PersonalDataAccessed")
                .containsEntry("service", "backend-1")
                .containsEntry("actor", "BACKEND:backend-1")
                .containsEntry("correlationId", "c-1")
                .containsEntry("details", Map.of("ticket", "T-1"));
    }

    @Test
    void theSameKeyLogsOnce() {
        String subject = "f." + UUID.randomUUID();
        String body = "{\"type\":\"Noted\",\"subjectId\":\"" + subject + "\"}";
        String key = UUID.randomUUID().toString();
        int first = given().auth()
                .oauth2(Tokens.ops())
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/entries")
                .then()
                .statusCode(201)
                .extract()
                .path("index");
        int second = given().auth()
                .oauth2(Tokens.ops())
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/entries")
                .then()
                .statusCode(201)
                .extract()
                .path("index");

        assertThat(second).isEqualTo(first);
        assertThat(AuditLog.entriesOn(subject)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                | 422 | VALIDATION_FAILED",
                "{\"type\":\"lower case\"}                         | 422 | VALIDATION_FAILED",
                "{\"type\":\"Noted\",\"subjectId\":\"13800138000\"} | 422 | SUBJECT_ID_IS_PERSONAL_DATA",
                "{\"type\":\"Noted\",\"subjectId\":\"a b\"}        | 422 | VALIDATION_FAILED",
                "{\"type\":\"Noted\",\"accountId\":\"a/b\"}        | 422 | VALIDATION_FAILED",
                "{\"type\":\"Noted\",\"unknown\":1}                | 400 | MALFORMED_REQUEST",
                "{\"type\":1}                                      | 400 | MALFORMED_REQUEST",
                "{\"type\":\"Noted\",\"occurredAt\":\"soon\"}      | 400 | MALFORMED_REQUEST",
                "{                                                 | 400 | MALFORMED_REQUEST",
                "[]                                                | 400 | MALFORMED_REQUEST"
            })
    void nonsenseIsRefusedAndNothingLogged(String body, int status, String code) {
        long before = AuditLog.read(Long.class, "select count(*) from entry where topic = 'rest'");

        post(Tokens.backend(), body).statusCode(status).body("code", equalTo(code));

        assertThat(AuditLog.read(Long.class, "select count(*) from entry where topic = 'rest'"))
                .isEqualTo(before);
    }

    /** What is said under such a name counts in reports and findings. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConsentGranted",
                "ConsentWithdrawn",
                "PolicyVersionActivated",
                "HolderRegistered",
                "PersonalDataShared",
                "RequestAnswered",
                "ErasureOrdered",
                "ErasureCompleted",
                "SubjectErased",
                "BreachNoticeCompleted",
                "NotificationSent",
                "AuditCheckpointed",
                "CallRefused",
                "FindingResolved",
                "LogMonthRemoved"
            })
    @Tag("R-4.1.2-4")
    void whatOnlyAServiceOfCovenantKnowsNobodyElseSays(String type) {
        for (String token : List.of(Tokens.backend(), Tokens.ops())) {
            post(token, "{\"type\":\"" + type + "\"}")
                    .statusCode(422)
                    .body("code", equalTo("VALIDATION_FAILED"))
                    .body("violations.field", hasItem("type"));
        }
        assertThat(AuditLog.read(Long.class, "select count(*) from entry where topic = 'rest' and type = ?", type))
                .isEqualTo(AuditLog.read(
                        Long.class,
                        "select count(*) from entry where topic = 'rest' and type = ? and service = 'audit-service'",
                        type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccountOpened", "BackupRefreshed", "TrainingHeld"})
    @Tag("R-ENV-6")
    void whatSystemsWithoutKafkaKnowTheySayByRest(String type) {
        post(Tokens.backend(), "{\"type\":\"" + type + "\"}").statusCode(201);
    }

    @Test
    void fieldsAreNamed() {
        post(Tokens.backend(), "{}").statusCode(422).body("violations.field", hasItem("type"));
    }

    @Test
    void onlyBackendsAndOpsWrite() {
        given().contentType("application/json")
                .body("{\"type\":\"Noted\"}")
                .post("/v1/entries")
                .then()
                .statusCode(401);
        for (String token : List.of(
                Tokens.auditorMfa(), Tokens.dpo(), Tokens.operator(), Tokens.subject("s"), Tokens.holder("h"))) {
            post(token, "{\"type\":\"Noted\"}").statusCode(403);
        }
    }

    @Test
    @Tag("R-4.1.2-5")
    void noPlainSubjectStandsInTheDatabase() {
        String subject = "f." + UUID.randomUUID();
        post(
                        Tokens.backend(),
                        "{\"type\":\"Noted\",\"subjectId\":\"" + subject + "\",\"details\":{\"mark\":\"" + subject
                                + "\"}}")
                .statusCode(201);

        long found = AuditLog.read(
                Long.class,
                "select count(*) from entry e where e::text like ? or position(convert_to(?, 'UTF8') in e.leaf) > 0 or position(convert_to(?, 'UTF8') in e.sealed) > 0",
                "%" + subject + "%",
                subject,
                subject);

        assertThat(found).isZero();
        assertThat(AuditLog.entriesOn(subject)).hasSize(1);
    }

    private static ValidatableResponse post(String token, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post("/v1/entries")
                .then();
    }
}
