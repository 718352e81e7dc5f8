package covenant.platform.crypto;

import covenant.platform.crypto.vault.VaultUnderTest;
import io.quarkus.vault.client.VaultClient;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitCreateKeyParams;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitKeyType;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Every rule of {@link KeyRotationIT} again, with the KEK in Vault: dump, shred, rotate, and today's Vault does not open the dump. */
class VaultKeyRotationIT extends KeyRotationIT {
    private static VaultUnderTest vault;
    private static VaultClient client;
    private String key = "";

    @BeforeAll
    static void start() throws Exception {
        vault = new VaultUnderTest();
        vault.bootstrap();
        client = vault.administrator();
    }

    @AfterAll
    static void stop() {
        vault.close();
    }

    @BeforeEach
    @Override
    void open() throws Exception {
        key = "covenant-test-" + UUID.randomUUID();
        VaultCalls.answer(client.secrets()
                .transit()
                .createKey(
                        key,
                        new VaultSecretsTransitCreateKeyParams()
                                .setType(VaultSecretsTransitKeyType.AES256_GCM96)
                                .setDerived(true)));
        super.open();
    }

    @Override
    KeyEncryption kek() {
        return new VaultKek(client.secrets().transit(), key);
    }
}
