package covenant.platform.crypto;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings that say who keeps the keys, and the rules that a start must meet: production never runs on a key file, and a sandbox never
 * meets a real identity provider or Vault.
 */
record KeyCustody(
        boolean sandbox,
        boolean prodProfile,
        String provider,
        Optional<String> directory,
        Optional<String> authServerUrl,
        Optional<String> vaultUrl) {

    static final String LOCAL_FILE = "local-file";
    static final String VAULT = "vault";

    /** Everything that is wrong, each naming its key; empty if the service may start. */
    List<String> violations() {
        List<String> wrong = new ArrayList<>();
        switch (provider) {
            case VAULT -> {
                if (isMissing(vaultUrl)) {
                    wrong.add("quarkus.vault.url is missing: where Vault is");
                }
            }
            case LOCAL_FILE -> {
                if (!sandbox) {
                    wrong.add("covenant.keys.provider=" + LOCAL_FILE + " keeps keys in files: only for the sandbox"
                            + " (covenant.sandbox=true); production needs covenant.keys.provider=" + VAULT);
                } else if (isMissing(directory)) {
                    wrong.add("covenant.keys.directory is missing: where the key files shall be");
                }
            }
            default ->
                wrong.add("covenant.keys.provider=" + provider + " is not known; known are: " + VAULT + ", "
                        + LOCAL_FILE);
        }
        if (sandbox && prodProfile) {
            authServerUrl
                    .filter(KeyCustody::isReal)
                    .ifPresent(url -> wrong.add(
                            "covenant.sandbox=true together with a real OIDC provider (quarkus.oidc.auth-server-url)"));
            vaultUrl.filter(KeyCustody::isReal)
                    .ifPresent(
                            url -> wrong.add("covenant.sandbox=true together with a real Vault (quarkus.vault.url)"));
        }
        return wrong;
    }

    private static boolean isMissing(Optional<String> setting) {
        return setting.filter(value -> !value.isBlank()).isEmpty();
    }

    /** Anything but this machine; what cannot be parsed counts as real. */
    private static boolean isReal(String url) {
        if (url.isBlank()) {
            return false;
        }
        try {
            String host = URI.create(url.strip()).getHost();
            return host == null || !(host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
