package covenant.platform.crypto;

import static covenant.platform.crypto.VaultCalls.answer;

import io.quarkus.vault.client.VaultClientException;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransit;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitKeyVersion;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitSignParams;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs with an Ed25519 key of Vault's transit engine; the private key never leaves Vault. Always its first version: the identity of a log
 * and the key set of receipts do not change by a rotation in Vault.
 */
final class VaultSigner implements Signer {
    private static final int VERSION = 1;
    private static final String PREFIX = "vault:v" + VERSION + ":";

    private final VaultSecretsTransit transit;
    private final String name;
    private volatile byte @Nullable [] known;

    VaultSigner(VaultSecretsTransit transit, String name) {
        this.transit = transit;
        this.name = name;
    }

    @Override
    public byte[] sign(byte[] message) {
        VaultSecretsTransitSignParams params =
                new VaultSecretsTransitSignParams().setInput(message).setKeyVersion(VERSION);
        try {
            String signature = answer(transit.sign(name, params)).getSignature();
            if (!signature.startsWith(PREFIX)) {
                throw new IllegalStateException("Not a signature of version " + VERSION + " of Vault's key " + name);
            }
            return Base64.getDecoder().decode(signature.substring(PREFIX.length()));
        } catch (VaultClientException e) {
            throw unusable(e);
        }
    }

    @Override
    public byte[] publicKey() {
        byte[] key = known;
        if (key == null) {
            key = read();
            known = key;
        }
        return key.clone();
    }

    private byte[] read() {
        try {
            VaultSecretsTransitKeyVersion first =
                    answer(transit.readKey(name)).getKeys().get(Integer.toString(VERSION));
            byte[] key = first == null ? new byte[0] : Base64.getDecoder().decode(first.getPublicKey());
            if (key.length != 32) {
                throw new IllegalStateException("Vault's key " + name + " is no Ed25519 key with version " + VERSION);
            }
            return key;
        } catch (VaultClientException e) {
            throw unusable(e);
        }
    }

    private KeysUnavailableException unusable(VaultClientException refused) {
        return new KeysUnavailableException("Vault answered " + refused.getStatus() + " for key " + name);
    }

    @Override
    public String toString() {
        return "VaultSigner[" + name + "]";
    }
}
