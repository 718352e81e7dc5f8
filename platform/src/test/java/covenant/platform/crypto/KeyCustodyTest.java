package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.1.1-1")
class KeyCustodyTest {

    @ParameterizedTest(name = "sandbox {0}, prod {1}, {2}, directory {3}, OIDC {4}, Vault {5}: names {6}")
    @CsvSource({
        "true, true, local-file, /k, , , ",
        "true, false, local-file, /k, https://login.example.org, https://vault.example.org, ",
        "true, true, local-file, /k, http://localhost:8180/realms/x, http://127.0.0.1:8200, ",
        "true, true, local-file, /k, http://[::1]:8180, , ",
        "false, true, local-file, /k, , , covenant.keys.provider",
        "false, false, local-file, /k, , , covenant.keys.provider",
        "true, true, local-file, , , , covenant.keys.directory",
        "false, true, vault, , , https://vault.example.org, ",
        "false, false, vault, , , http://127.0.0.1:8200, ",
        "false, true, vault, , , , quarkus.vault.url",
        "true, true, vault, /k, , https://vault.example.org, quarkus.vault.url",
        "false, true, hsm, /k, , , covenant.keys.provider",
        "true, true, local-file, /k, https://login.example.org, , quarkus.oidc.auth-server-url",
        "true, true, local-file, /k, https://localhost.example.org, , quarkus.oidc.auth-server-url",
        "true, true, local-file, /k, not a url, , quarkus.oidc.auth-server-url",
        "true, true, local-file, /k, , https://vault.example.org, quarkus.vault.url"
    })
    void whatIsUnsafeIsNamed(
            boolean sandbox,
            boolean prod,
            String provider,
            @Nullable String directory,
            @Nullable String oidc,
            @Nullable String vault,
            @Nullable String named) {
        KeyCustody custody = new KeyCustody(
                sandbox,
                prod,
                provider,
                Optional.ofNullable(directory),
                Optional.ofNullable(oidc),
                Optional.ofNullable(vault));

        if (named == null) {
            assertThat(custody.violations()).isEmpty();
        } else {
            assertThat(custody.violations()).singleElement().asString().contains(named);
        }
    }
}
