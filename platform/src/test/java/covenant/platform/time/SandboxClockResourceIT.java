package covenant.platform.time;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
        value = CovenantServers.class,
        initArgs = @ResourceArg(name = "service", value = "platform-clock-resource"))
class SandboxClockResourceIT {
    @Inject
    CovenantClock clock;

    private ValidatableResponse move(String body) {
        return given().header("Authorization", "Bearer " + Tokens.ops())
                .contentType("application/json")
                .body(body)
                .post("/sandbox/clock")
                .then();
    }

    @Test
    void movesThisServicesTime() {
        Instant before = clock.now();

        move("{\"advance\": \"P31D\"}").statusCode(200);

        assertThat(clock.now())
                .isBetween(
                        before.plus(Duration.ofDays(31)),
                        before.plus(Duration.ofDays(31)).plusSeconds(60));
        String shown = given().header("Authorization", "Bearer " + Tokens.ops())
                .get("/sandbox/clock")
                .then()
                .statusCode(200)
                .extract()
                .path("now");
        assertThat(Instant.parse(shown)).isBetween(before.plus(Duration.ofDays(31)), clock.now());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"advance\": \"tomorrow\"}",
                "{\"advance\": \"P200Y\"}",
                "{\"set\": \"2400-01-01T00:00:00Z\"}",
                "{\"advance\": \"P1D\", \"set\": \"2027-01-01T00:00:00Z\"}"
            })
    void refusesWhatIsNoMove(String body) {
        move(body).statusCode(422).body("code", equalTo("VALIDATION_FAILED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"back\": 1}",
                "{\"set\": 5}",
                "{\"set\": \"5\"}",
                "{\"set\": \"now\"}",
                "{\"set\": \"+99999-01-01T00:00:00Z\"}",
                "{\"set\": \"2026-01-01T00:00:00\"}"
            })
    void refusesWhatCannotBeRead(String body) {
        move(body).statusCode(400).contentType("application/problem+json").body("code", equalTo("MALFORMED_REQUEST"));
    }

    @Test
    void aValueThatDoesNotFitIsNotRepeated() {
        move("{\"set\": \"110101199003070011\"}").statusCode(400).body(not(containsString("110101199003070011")));
    }

    @Test
    void isForOperations() {
        given().get("/sandbox/clock").then().statusCode(401);
        given().header("Authorization", "Bearer " + Tokens.backend())
                .get("/sandbox/clock")
                .then()
                .statusCode(403);
    }
}
