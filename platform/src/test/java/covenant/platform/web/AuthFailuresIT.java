package covenant.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.testapp.SeenAuthFailureHandler;
import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class AuthFailuresIT {

    /** Fails when an upgrade of Quarkus moves its filters: then each call would pay again for a failure that it does not have. */
    @Test
    void quarkusFindsThatSomebodyElseSeesToFailures() {
        given().auth()
                .oauth2(Tokens.backend())
                .get("/v1/subjects/s-1/notes")
                .then()
                .statusCode(200);

        assertThat(SeenAuthFailureHandler.last()).startsWith(AuthFailures.class.getName());
    }

    @Test
    void aRefusedCallCountsUnderItsRoute() {
        given().auth()
                .oauth2(Tokens.expired("BACKEND"))
                .get("/v1/subjects/s-refused/notes")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");

        assertThat(given().get("/q/metrics").asString().lines())
                .anyMatch(line -> line.startsWith("http_server_requests_seconds_count")
                        && line.contains("status=\"401\"")
                        && line.contains("uri=\"/v1/subjects/{id}/notes\""))
                .noneMatch(line -> line.contains("s-refused"));
    }
}
