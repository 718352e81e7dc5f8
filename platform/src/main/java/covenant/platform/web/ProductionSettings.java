package covenant.platform.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a start in production must be given: every way in and out is encrypted and the other side's name is checked (policy 4.1.1(2), R-4.1.1-3).
 * Pure: settings in, what is missing out, each with its key.
 */
final class ProductionSettings {
    private static final List<String> SERVER_CERTIFICATES = List.of(
            "quarkus.http.tls-configuration-name",
            "quarkus.tls.key-store.pem.0.cert",
            "quarkus.tls.key-store.p12.path",
            "quarkus.tls.key-store.jks.path",
            "quarkus.http.ssl.certificate.files",
            "quarkus.http.ssl.certificate.key-store-file");

    private final Function<String, Optional<String>> settings;
    private final List<String> wrong = new ArrayList<>();

    private ProductionSettings(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    /** @param settings the value of a key, empty if it is not set */
    static List<String> missing(Function<String, Optional<String>> settings) {
        ProductionSettings check = new ProductionSettings(settings);
        check.rest();
        check.kafka();
        check.postgres();
        check.vault();
        check.identityProvider();
        check.ofTheService();
        return List.copyOf(check.wrong);
    }

    private void rest() {
        require(
                !Set.of("enabled", "").contains(lower("quarkus.http.insecure-requests")),
                "quarkus.http.insecure-requests must be disabled or redirect: no plaintext listener");
        require(
                SERVER_CERTIFICATES.stream().anyMatch(key -> !value(key).isEmpty()),
                "quarkus.tls.key-store.pem.0.cert is missing (or quarkus.http.tls-configuration-name): the certificate"
                        + " of REST");
        String named = value("quarkus.http.tls-configuration-name");
        String reload = named.isEmpty() ? "quarkus.tls.reload-period" : "quarkus.tls." + named + ".reload-period";
        require(
                !value(reload).isEmpty()
                        || !value("quarkus.http.ssl.certificate.reload-period").isEmpty(),
                reload + " is missing: certificates are renewed without a restart");
    }

    private void kafka() {
        require(
                Set.of("ssl", "sasl_ssl").contains(lower("kafka.security.protocol")),
                "kafka.security.protocol must be SSL or SASL_SSL");
        require(
                settings.apply("kafka.ssl.endpoint.identification.algorithm")
                        .map(algorithm -> algorithm.strip().equalsIgnoreCase("https"))
                        .orElse(true),
                "kafka.ssl.endpoint.identification.algorithm must stay https: the broker's name is checked");
    }

    private void postgres() {
        String mode = value("quarkus.datasource.jdbc.additional-jdbc-properties.sslmode");
        String url = value("quarkus.datasource.jdbc.url");
        boolean inUrl = ("&" + url.replaceFirst("^[^?]*\\??", "") + "&").contains("&sslmode=verify-full&");
        require(
                inUrl || (mode.equals("verify-full") && !url.contains("sslmode=")),
                "quarkus.datasource.jdbc.url must say sslmode=verify-full");
    }

    private void vault() {
        require(
                value("covenant.keys.provider").equals("vault"),
                "covenant.keys.provider must be vault: key files are for the sandbox only");
        require(isHttps("quarkus.vault.url"), "quarkus.vault.url must begin with https://");
        require(
                !lower("quarkus.vault.tls.skip-verify").equals("true"),
                "quarkus.vault.tls.skip-verify must not be true");
    }

    private void identityProvider() {
        require(
                isHttps("quarkus.oidc.auth-server-url"),
                "quarkus.oidc.auth-server-url must begin with https://: who signs tokens");
        require(
                !lower("quarkus.oidc.tls.verification").equals("none"),
                "quarkus.oidc.tls.verification must not be none");
        require(
                !value("quarkus.oidc.token.audience").isEmpty(),
                "quarkus.oidc.token.audience is missing: tokens for other systems are refused by it");
    }

    /** What this service's own properties list. */
    private void ofTheService() {
        for (String key : value("covenant.production.required").split(",")) {
            require(key.isBlank() || !value(key.strip()).isEmpty(), key.strip() + " is not set");
        }
    }

    private void require(boolean held, String message) {
        if (!held) {
            wrong.add(message);
        }
    }

    private boolean isHttps(String key) {
        try {
            URI uri = URI.create(value(key));
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String value(String key) {
        return settings.apply(key).orElse("").strip();
    }

    private String lower(String key) {
        return value(key).toLowerCase(Locale.ROOT);
    }
}
