package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml}: few rights, TLS, settings that the services read, no secret in the repository. Needs no Docker. */
class ComposeTest {

    private static final Path FILE = Repository.path("docker-compose.yml");
    private static final JsonNode COMPOSE = read(FILE);
    /** One is rebuilt by its own start; that it writes is said beside it. */
    private static final Set<String> WRITES = Set.of("keycloak");

    private static final Set<String> ONCE = Set.of("kafka-setup", "openbao-setup");
    private static final Set<String> NOT_IN_KUBERNETES =
            Set.of("QUARKUS_VAULT_AUTHENTICATION_APP_ROLE_ROLE_ID", "QUARKUS_VAULT_AUTHENTICATION_APP_ROLE_SECRET_ID");
    private static final Pattern IMAGE = Pattern.compile("^\\$\\{[A-Z_]+:-[^}]+}(/[a-z-]+:\\$\\{[A-Z_]+:-[^}]+})?$");
    private static final Pattern DECLARED = Pattern.compile("\"([A-Z_]+)=\\$");

    static Stream<String> services() {
        return Repository.SERVICES.stream();
    }

    static Stream<String> programs() {
        Set<String> names = new TreeSet<>();
        COMPOSE.path("services").fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    @Test
    void everythingThatIsNeededIsThere() {
        assertThat(programs())
                .containsAll(Repository.SERVICES)
                .contains("audit-witness", "postgres", "kafka", "openbao", "keycloak", "mail", "prometheus", "grafana");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyProgramHasFewRightsAndSaysWhetherItIsWell(String name) {
        JsonNode program = program(name);
        assertThat(program.path("read_only").asBoolean()).isEqualTo(!WRITES.contains(name));
        assertThat(program.path("cap_drop").path(0).asText()).isEqualTo("ALL");
        assertThat(program.path("security_opt").path(0).asText()).isEqualTo("no-new-privileges:true");
        assertThat(program.path("privileged").asBoolean()).isFalse();
        if (program.path("image").asText().contains("COVENANT_REGISTRY")) {
            assertThat(program.path("user").asText()).isEqualTo("10001:10001");
            assertThat(program.path("tmpfs").path(0).asText()).startsWith("/tmp:size=");
            boolean service = Repository.SERVICES.contains(name);
            assertThat(Repository.text(
                            Repository.path("deploy/images/" + (service ? "Dockerfile" : "witness.Dockerfile"))))
                    .contains("\nHEALTHCHECK ", "\nUSER 10001:10001\n", "\nSTOPSIGNAL SIGTERM\n");
        } else {
            assertThat(program.has("healthcheck")).isNotEqualTo(ONCE.contains(name));
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyImageHasAVersionAndOnePlaceThatNamesIt(String name) {
        String image = program(name).path("image").asText();
        assertThat(image).matches(IMAGE).doesNotContain("latest");
        if (!image.contains("COVENANT_")) {
            assertThat(Repository.text(FILE).split(Pattern.quote(image), -1)).hasSize(2);
            assertThat(image.replaceFirst("^.*:-", "")).matches("[^:]+:[^:]+}");
        } else {
            // The same names as on Kubernetes.
            assertThat(image).startsWith("${COVENANT_REGISTRY:-covenant}/" + name + ":");
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void whatIsReachableFromThisMachineIsNotReachableFromOthers(String name) {
        program(name).path("ports").forEach(port -> assertThat(port.asText()).matches("127\\.0\\.0\\.1:\\d+:\\d+"));
    }

    @ParameterizedTest
    @MethodSource("services")
    @Tag("R-4.1.1-3")
    void nothingIsSpokenInTheClear(String service) {
        JsonNode told = program(service).path("environment");
        assertThat(told.path("QUARKUS_HTTP_INSECURE_REQUESTS").asText()).isEqualTo("disabled");
        assertThat(told.path("KAFKA_SECURITY_PROTOCOL").asText()).isEqualTo("SSL");
        assertThat(told.path("QUARKUS_DATASOURCE_JDBC_URL").asText()).contains("sslmode=verify-full&sslrootcert=");
        assertThat(told.path("COVENANT_KEYS_PROVIDER").asText()).isEqualTo("vault");
        assertThat(told.path("QUARKUS_VAULT_URL").asText()).startsWith("https://");
        assertThat(told.path("QUARKUS_OIDC_AUTH_SERVER_URL").asText()).startsWith("https://");
        assertThat(told.has("COVENANT_SANDBOX") || told.has("COVENANT_MAIL_SECURITY"))
                .isFalse();
        assertThat(told.toString()).doesNotContain("http://");
        assertThat(program(service).path("ports").path(0).asText()).endsWith(":8443");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everySettingIsOneThatTheServiceReadsAndNoneIsMissing(String service) {
        Set<String> told = new TreeSet<>();
        program(service).path("environment").fieldNames().forEachRemaining(told::add);
        Matcher secret = DECLARED.matcher(Repository.text(Repository.path("deploy/compose/generate.sh")));
        while (secret.find()) {
            if (secret.group(1).startsWith("QUARKUS_")
                    && (service.equals("audit-service") || !secret.group(1).contains("FLYWAY"))) {
                told.add(secret.group(1));
            }
        }
        Set<String> unknown = new TreeSet<>(told);
        unknown.removeAll(SettingsTest.OF_THE_FRAMEWORK);
        unknown.removeAll(NOT_IN_KUBERNETES);
        assertThat(SettingsTest.read(service)).containsAll(unknown);
        // What Kubernetes tells a service in production, this tells it too, but for the ways in which the two log in.
        Set<String> production = new TreeSet<>(Overlay.named("production")
                .environment(Overlay.named("production").one("Deployment", service))
                .keySet());
        production.removeIf(name -> name.contains("OTEL")
                || name.contains("KUBERNETES")
                || name.contains("_TLS_")
                || name.contains("_STORE_PASSWORD")
                || name.matches("SERVICE|KAFKA_SSL_.*_PASSWORD|COVENANT_MAIL_(USERNAME|PASSWORD)"));
        assertThat(told).containsAll(production);
    }

    @Test
    void noSecretIsInTheRepository() {
        assertThat(Repository.text(Repository.path(".gitignore"))).contains("/deploy/compose/secrets/\n");
        Set<String> suspicious = new HashSet<>();
        programs()
                .forEach(name -> program(name).path("environment").properties().forEach(variable -> {
                    if (variable.getKey().matches(".*(PASSWORD|SECRET|TOKEN$).*")) {
                        suspicious.add(name + " " + variable.getKey());
                    }
                }));
        assertThat(suspicious).isEmpty();
        for (Path file : List.of(FILE, Repository.path("deploy/compose/generate.sh"))) {
            assertThat(Repository.text(file)).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void everyFileThatIsMountedExistsOrIsGenerated() {
        programs()
                .forEach(name -> program(name).path("volumes").forEach(volume -> {
                    String source = volume.asText().split(":", 2)[0];
                    if (source.startsWith("./") && !source.startsWith("./deploy/compose/secrets/")) {
                        assertThat(Repository.path(source.substring(2)))
                                .as(name)
                                .exists();
                        assertThat(volume.asText()).as(name).endsWith(":ro");
                    }
                }));
    }

    /** deploy/compose/sandbox.yml is laid over the file: it may open a port to this machine and make clocks movable, and change nothing else. */
    @Test
    void theSandboxMakesClocksMovableAndTakesNoProtectionAway() {
        JsonNode sandbox = read(Repository.path("deploy/compose/sandbox.yml")).path("services");
        assertThat(sandbox.properties()).extracting(Map.Entry::getKey).containsAll(Repository.SERVICES);
        sandbox.properties().forEach(overlay -> {
            assertThat(programs()).contains(overlay.getKey());
            overlay.getValue().properties().forEach(change -> {
                assertThat(change.getKey()).isIn("environment", "ports");
                if (change.getKey().equals("ports")) {
                    change.getValue().forEach(port -> assertThat(port.asText()).matches("127\\.0\\.0\\.1:\\d+:\\d+"));
                } else {
                    assertThat(change.getValue().properties())
                            .extracting(Map.Entry::getKey)
                            .containsExactlyInAnyOrder(
                                    "QUARKUS_PROFILE", "COVENANT_SANDBOX", "COVENANT_SHARING_CEILING_ENFORCED");
                }
            });
        });
    }

    /** With anchors and merged maps put in their places. */
    private static JsonNode read(Path file) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return new ObjectMapper().valueToTree(yaml.<Object>load(Repository.text(file)));
    }

    private static JsonNode program(String name) {
        return COMPOSE.path("services").path(name);
    }
}
