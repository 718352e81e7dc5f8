package covenant.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.testapp.SeenAuthFailureHandler;
import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** That a refused call is counted under its route and recorded: {@link UnmatchedCallsIT}, {@link RefusedCallsIT}. */
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
}
