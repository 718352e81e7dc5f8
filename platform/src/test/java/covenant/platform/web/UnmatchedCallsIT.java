package covenant.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class UnmatchedCallsIT {

    /** By its path it would be counted with the person's id. */
    @Test
    @Tag("R-1.5.4-1")
    void aCallWithoutARouteIsNotCountedByItsPath() {
        given().delete("/v1/subjects/s-undeletable/notes").then().statusCode(405);
        given().accept("image/png")
                .get("/v1/subjects/s-unacceptable/notes")
                .then()
                .statusCode(406);
        given().auth()
                .oauth2(Tokens.expired("BACKEND"))
                .get("/v1/subjects/s-unknown/notes")
                .then()
                .statusCode(401);

        assertThat(given().get("/q/metrics").asString().lines())
                .anyMatch(line -> counts(line, "405", "/UNKNOWN"))
                .anyMatch(line -> counts(line, "401", "/v1/subjects/{id}/notes"))
                .noneMatch(line -> line.contains("s-un"));
    }

    private static boolean counts(String line, String status, String route) {
        return line.startsWith("http_server_requests_seconds_count")
                && line.contains("status=\"" + status + "\"")
                && line.contains("uri=\"" + route + "\"");
    }
}
