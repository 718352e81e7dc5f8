package covenant.platform.testapp;

import covenant.platform.crypto.vault.VaultStub;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** The platform's test application keeps its keys in the stub of Vault; one stub for the JVM, so that keys outlive a restart of the application. */
public final class VaultServers implements QuarkusTestResourceLifecycleManager {
    public static final VaultStub VAULT = new VaultStub();

    static {
        make("covenant-platform-test-kek", "{\"type\": \"aes256-gcm96\", \"derived\": true}");
        make("covenant-platform-test-signing", "{\"type\": \"ed25519\"}");
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "covenant.keys.provider",
                "vault",
                "quarkus.vault.url",
                VAULT.address(),
                "quarkus.vault.authentication.client-token",
                VaultStub.ROOT);
    }

    @Override
    public void stop() {
        VAULT.unseal();
    }

    private static void make(String key, String body) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create(VAULT.address() + "/v1/transit/keys/" + key))
                            .header("X-Vault-Token", VaultStub.ROOT)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
