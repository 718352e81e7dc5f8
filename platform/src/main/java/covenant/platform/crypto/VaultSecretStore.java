package covenant.platform.crypto;

import static covenant.platform.crypto.VaultCalls.answer;

import io.quarkus.vault.client.VaultClientException;
import io.quarkus.vault.client.api.secrets.kv2.VaultSecretsKV2;
import io.quarkus.vault.client.api.secrets.kv2.VaultSecretsKV2UpdateSecretOptions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Secrets in Vault's KV engine, version 2: {@code <service>/<name>}, each made by whichever replica comes first. */
final class VaultSecretStore implements ServiceSecrets {
    private static final String FIELD = "value";

    private final VaultSecretsKV2 kv;
    private final String service;

    VaultSecretStore(VaultSecretsKV2 kv, String service) {
        this.kv = kv;
        this.service = service;
    }

    @Override
    public byte[] loadOrCreate(String name, Supplier<byte[]> first) {
        if (!name.matches("[a-z-]{1,40}")) {
            throw new IllegalArgumentException("not a name of a secret: " + name);
        }
        String path = service + "/" + name;
        return read(kv, path).orElseGet(() -> create(path, first.get()));
    }

    private byte[] create(String path, byte[] value) {
        try {
            write(kv, path, new VaultSecretsKV2UpdateSecretOptions().setCas(0), value);
            return value;
        } catch (VaultClientException | KeysUnavailableException e) {
            // Another replica was first, theirs is the secret: 400 by check-and-set, or 403 because none may change
            // what is there.
            return read(kv, path)
                    .orElseThrow(() -> new KeysUnavailableException("Vault does not keep the secret " + path));
        }
    }

    static Optional<byte[]> read(VaultSecretsKV2 kv, String path) {
        try {
            Map<String, Object> data = answer(kv.readSecret(path)).getData();
            return Optional.ofNullable(data)
                    .map(fields -> Base64.getDecoder().decode(String.valueOf(fields.get(FIELD))));
        } catch (VaultClientException e) {
            if (VaultCalls.isMissing(e)) {
                return Optional.empty();
            }
            throw new KeysUnavailableException("Vault answered " + e.getStatus() + " for the secret " + path);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The secret " + path + " is damaged");
        }
    }

    static void write(VaultSecretsKV2 kv, String path, VaultSecretsKV2UpdateSecretOptions options, byte[] value) {
        answer(kv.updateSecret(path, options, Map.of(FIELD, Base64.getEncoder().encodeToString(value))));
    }

    @Override
    public String toString() {
        return "VaultSecretStore[" + service + "]";
    }
}
