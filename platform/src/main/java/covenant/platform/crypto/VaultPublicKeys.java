package covenant.platform.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.vault.client.VaultClientException;
import io.quarkus.vault.client.api.secrets.kv2.VaultSecretsKV2;
import io.quarkus.vault.client.api.secrets.kv2.VaultSecretsKV2UpdateSecretOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Public keys in Vault's KV engine: {@code shared/<service>}, written by that service only. A new key is noticed within 60 s. */
final class VaultPublicKeys implements PublicKeys {
    private final VaultSecretsKV2 kv;
    private final Cache<String, byte[]> known =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(60)).build();

    VaultPublicKeys(VaultSecretsKV2 kv) {
        this.kv = kv;
    }

    @Override
    public void publish(String service, byte[] publicKey) {
        if (VaultSecretStore.read(kv, path(service))
                .filter(published -> Arrays.equals(published, publicKey))
                .isPresent()) {
            return;
        }
        try {
            VaultSecretStore.write(kv, path(service), new VaultSecretsKV2UpdateSecretOptions(), publicKey);
        } catch (VaultClientException e) {
            throw new KeysUnavailableException("Vault answered " + e.getStatus() + " for " + path(service));
        }
    }

    @Override
    public Optional<byte[]> find(String service) {
        return Optional.ofNullable(
                known.get(service, name -> VaultSecretStore.read(kv, path(name)).orElse(null)));
    }

    private static String path(String service) {
        return "shared/" + service;
    }
}
