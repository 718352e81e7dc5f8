package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.embedded.process.Ports;
import covenant.local.compose.Totp;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People and systems log in through a real Keycloak with the realm of {@code deploy/keycloak}, and a service believes its tokens. Only in Maven
 * profile {@code keycloak}: {@code ./mvnw -Pkeycloak -pl end-to-end-tests test -Dtest=KeycloakIT}.
 */
@Tag("keycloak")
@Tag("R-4.1.2-1")
@Tag("R-4.1.2-2")
class KeycloakIT {
    @TempDir
    static Path directory;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Keycloak keycloak;
    private static ServiceProcess service;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        SharedStack stack = SharedStack.get();
        long began = System.nanoTime();
        Path home = Installation.find().home();
        keycloak = new Keycloak(
                Path.of(System.getProperty("covenant.keycloak.home")),
                home.resolve("deploy/keycloak/covenant-realm.json"),
                directory.resolve("keycloak"));
        keycloak.awaitReady();
        Figures.print("Keycloak is up after %.1f s", (System.nanoTime() - began) / 1e9);
        port = Ports.free();
        Map<String, String> settings = ServiceProcess.sandbox(stack, Service.RETENTION);
        settings.putAll(Map.of(
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                keycloak.issuer(),
                "QUARKUS_OIDC_TOKEN_AUDIENCE",
                "covenant"));
        service = ServiceProcess.start(Service.RETENTION, directory.resolve("service.log"), settings);
        Eventually.within(Duration.ofSeconds(60), () -> status("GET", "/q/health/ready", Optional.empty()) == 200);
    }

    @AfterAll
    static void stop() {
        service.close();
        keycloak.close();
    }

    @Test
    void aSystemIsLetInAndAStrangerIsNot() throws Exception {
        String token = keycloak.backendToken();

        JsonNode claims = Keycloak.claims(token);
        assertThat(claims.path("groups").toString()).contains("BACKEND");
        assertThat(claims.path("aud").toString()).contains("covenant");
        assertThat(status("GET", "/v1/retention-cases?limit=1", Optional.of(token)))
                .isEqualTo(200);
        assertThat(status("GET", "/v1/holds?limit=1", Optional.of(token)))
                .as("another role's route")
                .isEqualTo(403);
        assertThat(status(
                        "GET",
                        "/v1/retention-cases?limit=1",
                        Optional.of(token.substring(0, token.length() - 4) + "AAAA")))
                .as("a changed signature")
                .isEqualTo(401);
        assertThat(status(
                        "GET",
                        "/v1/retention-cases?limit=1",
                        Strangers.tokens(SharedStack.get().keys()).get("signed by a stranger")))
                .isEqualTo(401);
    }

    @Test
    void aPersonLogsInWithTwoFactorsAndAUsedCodeOpensNothing() throws Exception {
        String code = Totp.code(Keycloak.OTP_SECRET, System.currentTimeMillis() / 1_000);

        String token = keycloak.personToken("privacy_operator", code).orElseThrow();

        JsonNode claims = Keycloak.claims(token);
        assertThat(claims.path("groups").toString()).contains("PRIVACY_OPERATOR");
        assertThat(claims.path("amr").toString()).contains("mfa");
        assertThat(claims.path("auth_time").asLong()).isPositive();
        assertThat(status("GET", "/v1/holds?limit=1", Optional.of(token))).isEqualTo(200);
        assertThat(status("POST", "/v1/holds", Optional.of(token)))
                .as("past the second factor: what is wrong is the body")
                .isEqualTo(422);
        assertThat(status("POST", "/v1/holds", Optional.of(keycloak.backendToken())))
                .isEqualTo(403);
        assertThat(keycloak.personToken("privacy_operator", code))
                .as("the same code once more")
                .isEmpty();
    }

    private static int status(String method, String path, Optional<String> token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
