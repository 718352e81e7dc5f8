package covenant.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.CloudEventHeaders;
import covenant.contracts.Topic;
import covenant.platform.json.StrictJson;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who was refused, where and why is in the audit log; whom the call was about is not. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RefusedCallsIT {
    private static final String KEY = "platform-test-refusals";
    private static final ObjectMapper JSON = StrictJson.newMapper();

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of("expired", Tokens.expired("BACKEND")),
                Arguments.of("of a foreign key", Tokens.foreignKey("BACKEND")),
                Arguments.of("unsigned", Tokens.algNone("BACKEND")),
                Arguments.of("of a foreign audience", Tokens.foreignAudience("BACKEND")),
                Arguments.of("of a foreign issuer", Tokens.foreignIssuer("BACKEND")),
                Arguments.of("no token at all", "nonsense"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsRecorded(String kind, String token) {
        String subject = "s-" + UUID.randomUUID();
        try (KafkaTap kafka = new KafkaTap()) {
            String trace = UUID.randomUUID().toString().replace("-", "");

            given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                    .auth()
                    .oauth2(token)
                    .get("/v1/subjects/" + subject + "/notes")
                    .then()
                    .statusCode(401);

            JsonNode refusal = of(trace, kafka);
            assertThat(refusal.path("status").asInt()).isEqualTo(401);
            assertThat(refusal.path("code").asText()).isEqualTo("UNAUTHENTICATED");
            assertThat(refusal.path("route").asText()).isEqualTo("/v1/subjects/{id}/notes");
            assertThat(refusal.path("actorRoles")).isEmpty();
            assertThat(kafka.records(Topic.AUDIT, KEY))
                    .extracting(TapRecord::value)
                    .noneMatch(v -> v.contains(subject));
        }
    }

    @Test
    void aForeignRoleIsRecordedWithItsName() {
        try (KafkaTap kafka = new KafkaTap()) {
            String trace = UUID.randomUUID().toString().replace("-", "");

            given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                    .auth()
                    .oauth2(Tokens.auditor())
                    .get("/v1/subjects/s-1/notes")
                    .then()
                    .statusCode(403);

            JsonNode refusal = of(trace, kafka);
            assertThat(refusal.path("status").asInt()).isEqualTo(403);
            assertThat(refusal.path("code").asText()).isEqualTo("FORBIDDEN");
            assertThat(refusal.path("actorRoles").path(0).asText()).isEqualTo("COMPLIANCE_AUDITOR");
        }
    }

    /** Of this call: those of tests before may come late. */
    private static JsonNode of(String trace, KafkaTap kafka) {
        return json(kafka.awaitRecord(
                Topic.AUDIT,
                r -> r.type().equals("covenant.CallRefused")
                        && KEY.equals(r.key())
                        && r.header(CloudEventHeaders.TRACEPARENT).contains(trace),
                Duration.ofSeconds(20)));
    }

    private static JsonNode json(TapRecord record) {
        try {
            return JSON.readTree(record.value());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a refusal that is no JSON", e);
        }
    }
}
