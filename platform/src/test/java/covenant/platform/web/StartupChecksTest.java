package covenant.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.2.1-1")
@Tag("R-4.1.1-3")
@Tag("AC-92")
class StartupChecksTest {

    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("covenant.residency.region", "cn-east-1"),
            Map.entry("quarkus.http.insecure-requests", "disabled"),
            Map.entry("quarkus.tls.key-store.pem.0.cert", "/tls/tls.crt"),
            Map.entry("quarkus.tls.reload-period", "1h"),
            Map.entry("kafka.security.protocol", "SASL_SSL"),
            Map.entry("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example.org/consent?sslmode=verify-full"),
            Map.entry("covenant.keys.provider", "vault"),
            Map.entry("quarkus.vault.url", "https://vault.example.org:8200"),
            Map.entry("quarkus.oidc.auth-server-url", "https://login.example.org/realms/covenant"),
            Map.entry("quarkus.oidc.token.audience", "covenant"),
            Map.entry("covenant.production.required", "covenant.one.setting,covenant.other.setting"),
            Map.entry("covenant.one.setting", "false"),
            Map.entry("covenant.other.setting", "x"));

    private static void start(Map<String, String> settings, boolean production) {
        new StartupChecks(key -> Optional.ofNullable(settings.get(key)), production).onStart(new StartupEvent());
    }

    private static void start(@Nullable String region, String allowed) {
        Map<String, String> settings = new HashMap<>(Map.of("covenant.residency.allowed", allowed));
        settings.put("covenant.residency.region", region);
        start(settings, false);
    }

    @ParameterizedTest
    @CsvSource({"cn-east-1, cn-.+", "cn-north-2, cn-.+", "bj-1, bj-.+"})
    void aServiceStartsWhereThePolicyPromisesThatDataStays(String region, String allowed) {
        assertThatCode(() -> start(region, allowed)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        ", cn-.+, covenant.residency.region is not set",
        "ap-southeast-1, cn-.+, covenant.residency.allowed",
        "cn-, cn-.+, covenant.residency.allowed",
        "eu-cn-1, cn-.+, covenant.residency.allowed"
    })
    void aServiceWithoutRegionOrElsewhereDoesNotStartAndNamesTheKey(
            @Nullable String region, String allowed, String named) {
        assertThatThrownBy(() -> start(region, allowed)).hasMessageContaining(named);
    }

    @Test
    void productionStartsWhereEverythingIsEncrypted() {
        assertThatCode(() -> start(GOOD, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "covenant.residency.region, , covenant.residency.region",
        "quarkus.http.insecure-requests, , quarkus.http.insecure-requests",
        "quarkus.http.insecure-requests, enabled, quarkus.http.insecure-requests",
        "quarkus.tls.key-store.pem.0.cert, , quarkus.tls.key-store.pem.0.cert",
        "quarkus.tls.reload-period, , quarkus.tls.reload-period",
        "quarkus.http.tls-configuration-name, rest, quarkus.tls.rest.reload-period",
        "kafka.security.protocol, , kafka.security.protocol",
        "kafka.security.protocol, SASL_PLAINTEXT, kafka.security.protocol",
        "kafka.ssl.endpoint.identification.algorithm, '', kafka.ssl.endpoint.identification.algorithm",
        "quarkus.datasource.jdbc.url, jdbc:postgresql://db/consent, quarkus.datasource.jdbc.url",
        "quarkus.datasource.jdbc.url, jdbc:postgresql://db/consent?sslmode=require, quarkus.datasource.jdbc.url",
        "quarkus.datasource.jdbc.url, jdbc:postgresql://db/c?a=1&sslmode=verify-ca, quarkus.datasource.jdbc.url",
        "covenant.keys.provider, local-file, covenant.keys.provider",
        "covenant.keys.provider, , covenant.keys.provider",
        "quarkus.vault.url, http://vault.example.org:8200, quarkus.vault.url",
        "quarkus.vault.url, not a url, quarkus.vault.url",
        "quarkus.vault.tls.skip-verify, true, quarkus.vault.tls.skip-verify",
        "quarkus.oidc.auth-server-url, http://login.example.org/realms/covenant, quarkus.oidc.auth-server-url",
        "quarkus.oidc.tls.verification, none, quarkus.oidc.tls.verification",
        "quarkus.oidc.token.audience, , quarkus.oidc.token.audience",
        "covenant.one.setting, , covenant.one.setting",
        "covenant.other.setting, , covenant.other.setting"
    })
    void productionWithOneSettingWrongDoesNotStartAndNamesIt(String key, @Nullable String value, String named) {
        Map<String, String> settings = new HashMap<>(GOOD);
        if (value == null) {
            settings.remove(key);
        } else {
            settings.put(key, value);
        }

        assertThatThrownBy(() -> start(settings, true))
                .hasMessageContaining(named)
                .message()
                .satisfies(message -> assertThat(message.split(";")).hasSize(1));
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        assertThatThrownBy(() -> start(Map.of(), true))
                .hasMessageContainingAll(
                        "covenant.residency.region",
                        "quarkus.http.insecure-requests",
                        "quarkus.tls.key-store.pem.0.cert",
                        "quarkus.tls.reload-period",
                        "kafka.security.protocol",
                        "sslmode=verify-full",
                        "covenant.keys.provider",
                        "quarkus.vault.url",
                        "quarkus.oidc.auth-server-url",
                        "quarkus.oidc.token.audience");
    }

    @Test
    void aSandboxNeedsNoneOfIt() {
        assertThatCode(() -> start(Map.of("covenant.residency.region", "cn-east-1"), false))
                .doesNotThrowAnyException();
    }
}
