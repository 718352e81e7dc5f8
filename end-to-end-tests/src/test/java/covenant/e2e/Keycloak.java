package covenant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.embedded.process.JavaCommand;
import covenant.embedded.process.Ports;
import covenant.local.compose.Login;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Keycloak from its distribution, with the realm that {@code deploy/keycloak} ships and some people in it. */
final class Keycloak implements AutoCloseable {
    static final String BACKEND_SECRET = "secret-of-a-test";
    static final String PASSWORD = "a-long-password-of-a-test";
    static final byte[] OTP_SECRET = "otp-secret-of-a-test".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Ports.free();
    private final Process process;

    /** @param distribution unpacked, read only; @param home where a copy may be written */
    Keycloak(Path distribution, Path realm, Path home) throws IOException {
        copy(distribution, home);
        Path imports = Files.createDirectories(home.resolve("data/import"));
        Files.writeString(
                imports.resolve("covenant-realm.json"), withPeople(realm).toString());
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-port=" + port,
                "--import-realm",
                "--cache=local");
        builder.environment()
                .put(
                        "JAVA_HOME",
                        Path.of(JavaCommand.executable())
                                .getParent()
                                .getParent()
                                .toString());
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        builder.environment().put("COVENANT_BACKEND_SECRET", BACKEND_SECRET);
        process = builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("keycloak.log").toFile())
                .start();
    }

    String issuer() {
        return "http://localhost:" + port + "/realms/covenant";
    }

    void awaitReady() {
        Eventually.within(Duration.ofSeconds(180), () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Keycloak ended; see keycloak.log");
            }
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                        .build();
                return HttpClient.newHttpClient()
                                .send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A system's token, by client credentials. */
    String backendToken() {
        return login().ofSystem("covenant-backend", BACKEND_SECRET);
    }

    /**
     * A person's token as a browser gets it: authorization code with PKCE, user name and password, then the one-time code.
     *
     * @return empty if the one-time code was refused
     */
    Optional<String> personToken(String user, String code) {
        return login().ofPerson(user, PASSWORD, code);
    }

    private Login login() {
        return new Login("http://localhost:" + port, "covenant", HttpClient::newBuilder);
    }

    static JsonNode claims(String token) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static ObjectNode withPeople(Path file) throws IOException {
        ObjectNode realm = (ObjectNode) JSON.readTree(file.toFile());
        ArrayNode users = realm.withArray("users");
        for (String role : new String[] {"PRIVACY_OPERATOR", "COMPLIANCE_AUDITOR"}) {
            ObjectNode user = users.addObject()
                    .put("username", role.toLowerCase(java.util.Locale.ROOT))
                    .put("enabled", true)
                    .put("email", role.toLowerCase(java.util.Locale.ROOT) + "@example.org")
                    .put("emailVerified", true)
                    .put("firstName", "Test")
                    .put("lastName", "Person");
            user.putArray("realmRoles").add(role);
            ArrayNode credentials = user.putArray("credentials");
            credentials.addObject().put("type", "password").put("value", PASSWORD);
            credentials
                    .addObject()
                    .put("type", "otp")
                    .put(
                            "secretData",
                            JSON.createObjectNode()
                                    .put("value", new String(OTP_SECRET, StandardCharsets.UTF_8))
                                    .toString())
                    .put(
                            "credentialData",
                            JSON.createObjectNode()
                                    .put("subType", "totp")
                                    .put("digits", 6)
                                    .put("counter", 0)
                                    .put("period", 30)
                                    .put("algorithm", "HmacSHA1")
                                    .toString());
        }
        return realm;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
