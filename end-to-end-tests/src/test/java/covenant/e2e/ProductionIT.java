package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.embedded.identity.LocalCertificate;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.embedded.process.Ports;
import covenant.local.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service started for production without what production needs ends, and says what is missing. One that speaks TLS on every side takes renewed
 * certificates while it runs. In an order by which the half minute until Quarkus looks for a new certificate passes in the other tests.
 */
@Tag("R-4.1.1-3")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProductionIT {
    @TempDir
    static Path directory;

    private static final LocalCertificate[] REST = {certificate("rest"), certificate("rest-renewed")};
    private static final LocalCertificate[] DATABASE = {certificate("database"), certificate("database-renewed")};
    private static final LocalCertificate[] CLIENT = {certificate("client"), certificate("client-renewed")};

    private static int plainPort;
    private static int port;
    private static SSLContext trust;
    private static HttpClient http;
    private static PostgresTls database;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws Exception {
        SharedStack stack = SharedStack.get();
        plainPort = Ports.free();
        port = Ports.free();
        trust = LocalCertificate.trusting(REST[0].certificate(), REST[1].certificate());
        http = HttpClient.newBuilder().sslContext(trust).build();
        database = new PostgresTls(stack, DATABASE[0], CLIENT[0]);
        writeRest(REST[0]);
        writeForDatabase(DATABASE[0], CLIENT[0]);
        Map<String, String> settings = ServiceProcess.sandbox(stack, Service.RETENTION);
        settings.putAll(Map.of(
                "QUARKUS_OIDC_PUBLIC_KEY",
                stack.keys().tokenPublicKey(),
                "QUARKUS_OIDC_TOKEN_ISSUER",
                TokenMint.ISSUER,
                "QUARKUS_OIDC_TOKEN_AUDIENCE",
                TokenMint.AUDIENCE,
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://localhost:" + stack.ports().postgres() + "/" + Service.RETENTION.database()
                        + "?sslmode=verify-full&sslrootcert=" + directory.resolve("database-ca.crt") + "&sslkey="
                        + directory.resolve("client.p12") + "&sslpassword=" + LocalCertificate.PASSWORD));
        settings.putAll(Map.of(
                "QUARKUS_HTTP_PORT",
                Integer.toString(plainPort),
                "QUARKUS_HTTP_SSL_PORT",
                Integer.toString(port),
                "QUARKUS_HTTP_INSECURE_REQUESTS",
                "disabled",
                "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
                directory.resolve("rest.crt").toString(),
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
                directory.resolve("rest.key").toString(),
                "QUARKUS_HTTP_SSL_CERTIFICATE_RELOAD_PERIOD",
                "30s"));
        service = ServiceProcess.start(Service.RETENTION, directory.resolve("service.log"), settings);
        Eventually.within(Duration.ofSeconds(90), () -> answered("GET", "/q/health/ready", "") == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        database.close();
    }

    @Test
    @Order(1)
    void aCallOverHttp2AndTlsIsAnsweredAndThereIsNoOtherDoor() throws Exception {
        HttpResponse<String> refused = call("POST", "/v1/holds", "{}");
        HttpResponse<String> large = call("POST", "/v1/holds", "{\"noSuchField\": \"" + "x".repeat(200_000) + "\"}");
        HttpResponse<String> list = call("GET", "/v1/holds?limit=1", "");

        assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("VALIDATION_FAILED");
        assertThat(large.statusCode()).as(large.body()).isEqualTo(400);
        assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
        assertThat(list.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(Ports.answers(plainPort)).as("a listener without TLS").isFalse();
        assertThat(shown()).isEqualTo(REST[0].certificate());
        writeRest(REST[1]);
    }

    @Test
    @Order(2)
    void theDatabasesCertificateAndTheServicesOwnAreRenewedWhileItRuns() throws Exception {
        assertThat(database.shownByClients()).containsExactly(serial(CLIENT[0]));

        database.renew(DATABASE[1], CLIENT[1]);
        database.hangUp();
        Eventually.holds(
                Eventually.SOON,
                () -> assertThat(answered("GET", "/v1/holds?limit=1", ""))
                        .as("the renewed server is not believed yet")
                        .isGreaterThanOrEqualTo(500));
        writeForDatabase(DATABASE[1], CLIENT[1]);

        Eventually.holds(Eventually.SOON, () -> {
            assertThat(answered("GET", "/v1/holds?limit=1", "")).isEqualTo(200);
            assertThat(database.shownByClients()).containsExactly(serial(CLIENT[1]));
        });
        assertThat(service.isAlive()).isTrue();
    }

    @Test
    @Order(3)
    @Tag("AC-31")
    @Tag("AC-92")
    void withoutCertificatesRegionVaultAndIdentityProviderNothingStarts() throws Exception {
        SharedStack stack = SharedStack.get();
        Map<String, String> settings = new HashMap<>(ServiceProcess.servers(stack, Service.RETENTION));
        settings.put("QUARKUS_HTTP_PORT", "0");
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", stack.keys().tokenPublicKey());

        try (ServiceProcess production =
                ServiceProcess.start(Service.RETENTION, directory.resolve("production.log"), settings)) {
            assertThat(production.exitCode(60)).isNotZero();
            assertThat(production.log())
                    .contains("Covenant does not start")
                    .contains(
                            "covenant.residency.region",
                            "quarkus.http.insecure-requests",
                            "quarkus.tls.key-store.pem.0.cert",
                            "kafka.security.protocol",
                            "sslmode=verify-full",
                            "covenant.keys.provider",
                            "quarkus.vault.url",
                            "quarkus.oidc.auth-server-url",
                            "covenant.retention.aml.applies");
        }
    }

    @Test
    @Order(4)
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        Eventually.within(Duration.ofSeconds(60), () -> {
            try {
                return shown().equals(REST[1].certificate());
            } catch (IOException e) {
                return false;
            }
        });

        assertThat(call("GET", "/v1/holds?limit=1", "").statusCode()).isEqualTo(200);
        assertThat(service.isAlive()).isTrue();
    }

    private static LocalCertificate certificate(String name) {
        return LocalCertificate.generate(name);
    }

    private static String serial(LocalCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString();
    }

    private static void writeRest(LocalCertificate certificate) throws IOException {
        Files.writeString(directory.resolve("rest.key"), certificate.keyPem());
        Files.writeString(directory.resolve("rest.crt"), certificate.certificatePem());
    }

    private static void writeForDatabase(LocalCertificate server, LocalCertificate client) throws Exception {
        client.writeStore(directory.resolve("client.p12"));
        Files.writeString(directory.resolve("database-ca.crt"), server.certificatePem());
    }

    /** The certificate that a new connection sees. */
    private static X509Certificate shown() throws IOException {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static int answered(String method, String path, String body) throws InterruptedException {
        try {
            return call(method, path, body).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    private static HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        String token = new TokenMint(SharedStack.get().keys().tokenSigningKey())
                .mint(TokenRequest.of("operator-1", "PRIVACY_OPERATOR").withSecondFactor());
        return http.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
