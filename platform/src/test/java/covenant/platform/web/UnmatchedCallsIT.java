package covenant.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.testing.CovenantServers;
import covenant.testing.LogTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
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
        given().options("/v1/subjects/s-unoptional/notes").then().statusCode(200);
        given().get("/v1/subjects/s-unheard/of").then().statusCode(404);

        assertThat(metrics())
                .anyMatch(line -> counts(line, "405", "/UNKNOWN"))
                .anyMatch(line -> counts(line, "406", "/UNKNOWN"))
                .anyMatch(line -> counts(line, "200", "/UNKNOWN"))
                .noneMatch(line -> line.contains("s-un"));
    }

    @Test
    @Tag("R-1.5.4-1")
    void aCallThatBreaksOffIsNeitherCountedNorLoggedByItsPath() throws Exception {
        try (LogTap logs = new LogTap()) {
            breakOff();

            Awaitility.await("the call that broke off in the metrics")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(metrics()).anyMatch(line -> counts(line, "RESET", "/UNKNOWN")));
            assertThat(metrics()).noneMatch(line -> line.contains("s-un"));
            assertThat(logs.lines()).noneMatch(line -> line.text().contains("s-un"));
        }
    }

    private static void breakOff() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            "POST /v1/subjects/s-unfinished/notes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
    }

    @Test
    void aCallWithARouteIsCountedUnderIt() {
        given().auth()
                .oauth2(Tokens.expired("BACKEND"))
                .get("/v1/subjects/s-unknown/notes")
                .then()
                .statusCode(401);
        given().auth()
                .oauth2(Tokens.backend())
                .get("/v1/subjects/s-unproblematic/notes")
                .then()
                .statusCode(200);

        assertThat(metrics())
                .anyMatch(line -> counts(line, "401", "/v1/subjects/{id}/notes"))
                .anyMatch(line -> counts(line, "200", "/v1/subjects/{id}/notes"))
                .noneMatch(line -> line.contains("s-un"));
    }

    private static List<String> metrics() {
        return given().get("/q/metrics").asString().lines().toList();
    }

    private static boolean counts(String line, String status, String route) {
        return line.startsWith("http_server_requests_seconds_count")
                && line.contains("status=\"" + status + "\"")
                && line.contains("uri=\"" + route + "\"");
    }
}
