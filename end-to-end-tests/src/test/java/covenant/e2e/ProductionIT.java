package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.stack.Service;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service started for production without what production needs: it ends, and says what is missing. */
@Tag("AC-31")
@Tag("AC-92")
@Tag("R-4.1.1-3")
class ProductionIT {
    @TempDir
    Path directory;

    @Test
    void withoutCertificatesRegionVaultAndIdentityProviderNothingStarts() throws Exception {
        SharedStack stack = SharedStack.get();
        Map<String, String> settings = new HashMap<>(Map.of(
                "QUARKUS_HTTP_PORT",
                "0",
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + stack.ports().postgres() + "/" + Service.RETENTION.database(),
                "QUARKUS_DATASOURCE_USERNAME",
                Service.RETENTION.database(),
                "QUARKUS_DATASOURCE_PASSWORD",
                stack.keys().password(Service.RETENTION.database()),
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + stack.ports().kafka(),
                "QUARKUS_OIDC_PUBLIC_KEY",
                stack.keys().tokenPublicKey()));

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
}
