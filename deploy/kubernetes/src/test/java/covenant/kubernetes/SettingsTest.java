package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service is told is what it reads: a setting that nobody reads is a promise that nobody keeps. */
class SettingsTest {

    /** Settings of the framework that these manifests use; named as Quarkus 3.33, its Vault extension and Kafka's clients name them. */
    static final Set<String> OF_THE_FRAMEWORK = Set.of(
            "JAVA_TOOL_OPTIONS",
            "KAFKA_BOOTSTRAP_SERVERS",
            "KAFKA_SECURITY_PROTOCOL",
            "KAFKA_SSL_KEYSTORE_LOCATION",
            "KAFKA_SSL_KEYSTORE_PASSWORD",
            "KAFKA_SSL_KEYSTORE_TYPE",
            "KAFKA_SSL_TRUSTSTORE_LOCATION",
            "KAFKA_SSL_TRUSTSTORE_PASSWORD",
            "KAFKA_SSL_TRUSTSTORE_TYPE",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "QUARKUS_DATASOURCE_PASSWORD",
            "QUARKUS_DATASOURCE_USERNAME",
            "QUARKUS_FLYWAY_CONNECT_RETRIES",
            "QUARKUS_FLYWAY_PASSWORD",
            "QUARKUS_FLYWAY_USERNAME",
            "QUARKUS_HTTP_INSECURE_REQUESTS",
            "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
            "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
            "QUARKUS_HTTP_SSL_CERTIFICATE_RELOAD_PERIOD",
            "QUARKUS_HTTP_SSL_PORT",
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
            "QUARKUS_OIDC_AUTH_SERVER_URL",
            "QUARKUS_OIDC_PUBLIC_KEY",
            "QUARKUS_OIDC_TLS_TLS_CONFIGURATION_NAME",
            "QUARKUS_OIDC_TOKEN_AUDIENCE",
            "QUARKUS_OIDC_TOKEN_ISSUER",
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
            "QUARKUS_OTEL_EXPORTER_OTLP_TLS_CONFIGURATION_NAME",
            "QUARKUS_OTEL_TRACES_SAMPLER_ARG",
            "QUARKUS_TLS_INSIDE_TRUST_STORE_PEM_CERTS",
            "QUARKUS_TLS_OIDC_TRUST_STORE_PEM_CERTS",
            "QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_JWT_TOKEN_PATH",
            "QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE",
            "QUARKUS_VAULT_TLS_CA_CERT",
            "QUARKUS_VAULT_URL");

    /** The pod's own, for what Kubernetes puts together from it. */
    private static final String SERVICE = "SERVICE";

    private static final Pattern NAMED = Pattern.compile("\"(?:\\$\\{)?(covenant\\.[a-z0-9.-]+)(?::[^\"]*)?}?\"");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(COVENANT_[A-Z_]+)[:}]");

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everySettingIsOneThatTheServiceReads(Overlay overlay) {
        for (String service : Repository.SERVICES) {
            Set<String> read = read(service);
            Set<String> told = new TreeSet<>(
                    overlay.environment(overlay.one("Deployment", service)).keySet());
            told.removeAll(OF_THE_FRAMEWORK);
            told.remove(SERVICE);
            assertThat(read).as(service).containsAll(told);
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void noServiceStartsWithoutWhatItRequires(Overlay overlay) {
        Map<String, List<String>> required = Map.of(
                "consent-service",
                List.of("COVENANT_CONTROLLER_NAME", "COVENANT_CONTROLLER_CONTACT", "COVENANT_CONTROLLER_DPO"),
                "data-subject-request-service",
                List.of("COVENANT_CONTROLLER_NAME", "COVENANT_REQUEST_ASSERTION_JWKS_URL"),
                "retention-service",
                List.of("COVENANT_RETENTION_AML_APPLIES"),
                "notification-service",
                List.of("COVENANT_MAIL_HOST", "COVENANT_MAIL_FROM", "COVENANT_NOTIFICATION_URL"),
                "audit-service",
                List.of("QUARKUS_FLYWAY_USERNAME", "COVENANT_AUDIT_ORIGIN", "COVENANT_AUDIT_WITNESS_URL"));
        required.forEach((service, names) -> {
            Map<String, String> told = overlay.environment(overlay.one("Deployment", service));
            assertThat(told).as(service).containsKeys(names.toArray(String[]::new));
            assertThat(told).as(service).containsKeys("COVENANT_RESIDENCY_REGION", "KAFKA_BOOTSTRAP_SERVERS");
            assertThat(told.values()).as(service).doesNotContain("set by the overlay");
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatAVariableIsMadeOfStandsBeforeIt(Overlay overlay) {
        Pattern reference = Pattern.compile("\\$\\(([A-Z_]+)\\)");
        for (ObjectNode workload : overlay.workloads()) {
            Set<String> before = new HashSet<>();
            for (JsonNode variable : Overlay.container(workload).path("env")) {
                Matcher used = reference.matcher(variable.path("value").asText());
                while (used.find()) {
                    assertThat(before).contains(used.group(1));
                }
                before.add(variable.path("name").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void productionKeepsKeysInVaultAndOnlyTheSandboxMovesClocks(Overlay overlay) {
        boolean sandbox = overlay.name().equals("sandbox");
        for (String service : Repository.SERVICES) {
            Map<String, String> told = overlay.environment(overlay.one("Deployment", service));
            assertThat(told.getOrDefault("COVENANT_SANDBOX", "false")).isEqualTo(Boolean.toString(sandbox));
            assertThat(told.getOrDefault("COVENANT_KEYS_PROVIDER", "local-file"))
                    .isEqualTo(sandbox ? "local-file" : "vault");
            assertThat(told.containsKey("QUARKUS_OIDC_AUTH_SERVER_URL")).isEqualTo(!sandbox);
            assertThat(told.containsKey("QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE"))
                    .isEqualTo(!sandbox);
        }
    }

    /** The variables that set what the service's code and settings name. */
    static Set<String> read(String service) {
        Set<String> found = new TreeSet<>();
        for (String module : List.of("platform", service)) {
            Matcher named = NAMED.matcher(Repository.sources(module));
            while (named.find()) {
                found.add(variable(named.group(1)));
            }
            Repository.settings(module).forEach((name, value) -> {
                found.add(variable(name.toString()));
                Matcher expression = EXPRESSION.matcher(value.toString());
                while (expression.find()) {
                    found.add(expression.group(1));
                }
            });
        }
        if (Repository.sources(service).contains("\"covenant.controller.\"")) {
            List.of("NAME", "CONTACT", "DPO").forEach(part -> found.add("COVENANT_CONTROLLER_" + part));
        }
        return found;
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
