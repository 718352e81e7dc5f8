package covenant.platform.crypto.vault;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vault.client.VaultClient;
import io.quarkus.vault.client.http.jdk.JDKVaultHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Vault or OpenBao that {@code VAULT_ADDR} and {@code VAULT_TOKEN} name, else the stub; prepared by {@code deploy/vault/bootstrap.sh}. */
public final class VaultUnderTest implements AutoCloseable {
    public static final Path DEPLOY =
            Path.of(System.getProperty("basedir", "."), "..", "deploy", "vault").normalize();

    private final Optional<VaultStub> stub;
    private final String address;
    private final String root;
    private final HttpClient http = HttpClient.newHttpClient();

    public VaultUnderTest() {
        Optional<String> real = Optional.ofNullable(System.getenv("VAULT_ADDR")).filter(a -> !a.isBlank());
        stub = real.isPresent() ? Optional.empty() : Optional.of(new VaultStub());
        address = real.orElseGet(() -> stub.orElseThrow().address());
        root = real.isPresent() ? System.getenv("VAULT_TOKEN") : VaultStub.ROOT;
    }

    /** The stub; empty against a real Vault, which a test shall not seal. */
    public Optional<VaultStub> stub() {
        return stub;
    }

    public String address() {
        return address;
    }

    /** Runs the script as an operator would. */
    public String bootstrap() throws IOException, InterruptedException {
        return bootstrap(Map.of());
    }

    /** @param more further variables of the environment */
    public String bootstrap(Map<String, String> more) throws IOException, InterruptedException {
        ProcessBuilder script =
                new ProcessBuilder("bash", DEPLOY.resolve("bootstrap.sh").toString());
        script.environment().putAll(Map.of("VAULT_ADDR", address, "VAULT_TOKEN", root));
        script.environment().putAll(more);
        Process process = script.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("bootstrap.sh failed: " + output);
        }
        return output;
    }

    /** A token of the service's policy, as its Kubernetes role would get. */
    public String token(String service) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/auth/token/create"))
                .header("X-Vault-Token", root)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"policies\": [\"covenant-" + service + "\"], \"ttl\": \"10m\"}"))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new ObjectMapper()
                .readTree(answer)
                .path("auth")
                .path("client_token")
                .asText();
    }

    /** With the rights of the service's policy. */
    public VaultClient client(String service) throws IOException, InterruptedException {
        return clientOf(token(service));
    }

    /** With all rights. */
    public VaultClient administrator() {
        return clientOf(root);
    }

    private VaultClient clientOf(String token) {
        return VaultClient.builder()
                .executor(new JDKVaultHttpClient(HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .build()))
                .baseUrl(address)
                .clientToken(token)
                .requestTimeout(Duration.ofSeconds(2))
                .build();
    }

    @Override
    public void close() {
        stub.ifPresent(VaultStub::close);
    }
}
