package covenant.platform.crypto;

import static covenant.platform.crypto.VaultCalls.answer;

import io.quarkus.vault.client.VaultClientException;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransit;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitDecryptParams;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitEncryptParams;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitKeyInfo;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitRewrapBatchItem;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitRewrapBatchParams;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitRewrapResultBatchItem;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitRotateKeyParams;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitUpdateKeyParams;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The KEK as a key of Vault's transit engine (Vault or OpenBao): it never leaves Vault. The key is a <em>derived</em> one, so each context has a
 * subkey of its own and a wrapped key opens under its context only. Old versions are trimmed, not merely forbidden: a version below
 * {@code min_decryption_version} could be allowed again, a trimmed one is gone.
 *
 * <p>The key is made by {@code deploy/vault/bootstrap.sh}; a service has no right to create one.
 */
final class VaultKek implements KeyEncryption {
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([1-9][0-9]{0,8}):.+");

    private final VaultSecretsTransit transit;
    private final String name;
    private volatile boolean found;

    VaultKek(VaultSecretsTransit transit, String name) {
        this.transit = transit;
        this.name = name;
    }

    @Override
    public WrappedKey wrap(byte[] key, byte[] context) {
        requireSoundKey();
        VaultSecretsTransitEncryptParams params =
                new VaultSecretsTransitEncryptParams().setPlaintext(key).setContext(context);
        try {
            return wrapped(answer(transit.encrypt(name, params)).getCiphertext());
        } catch (VaultClientException e) {
            throw unusable(e);
        }
    }

    @Override
    public byte[] unwrap(WrappedKey wrapped, byte[] context) {
        VaultSecretsTransitDecryptParams params = new VaultSecretsTransitDecryptParams()
                .setCiphertext(ciphertext(wrapped))
                .setContext(context);
        try {
            return answer(transit.decrypt(name, params));
        } catch (VaultClientException e) {
            if (wrapped.kekVersion() < oldestReadable()) {
                throw new KeyDestroyedException(wrapped.kekVersion());
            }
            throw new CiphertextException("A wrapped key was changed or belongs to another person");
        }
    }

    @Override
    public List<WrappedKey> rewrapAll(List<Bound> keys) {
        VaultSecretsTransitRewrapBatchParams batch = new VaultSecretsTransitRewrapBatchParams();
        keys.forEach(bound -> batch.addBatchItem(new VaultSecretsTransitRewrapBatchItem()
                .setCiphertext(ciphertext(bound.key()))
                .setContext(bound.context())));
        try {
            List<WrappedKey> rewrapped = new ArrayList<>(keys.size());
            for (VaultSecretsTransitRewrapResultBatchItem item : answer(transit.rewrapBatch(name, batch))) {
                if (item.getError() != null && !item.getError().isEmpty()) {
                    throw new CiphertextException("A wrapped key was changed or belongs to another person");
                }
                rewrapped.add(wrapped(item.getCiphertext()));
            }
            return rewrapped;
        } catch (VaultClientException e) {
            throw new CiphertextException(
                    "Vault cannot rewrap: a wrapped key was changed or belongs to another person");
        }
    }

    @Override
    public int currentVersion() {
        return key().getLatestVersion();
    }

    /** The oldest that was not trimmed: one that is forbidden but still there counts, so that an interrupted destruction is finished. */
    @Override
    public int oldestVersion() {
        return Math.max(1, orZero(key().getMinAvailableVersion()));
    }

    @Override
    public int rotate() {
        try {
            answer(transit.rotateKey(name, new VaultSecretsTransitRotateKeyParams()));
        } catch (VaultClientException e) {
            throw unusable(e);
        }
        return currentVersion();
    }

    @Override
    public void destroyBefore(int version) {
        if (version > currentVersion()) {
            throw new IllegalArgumentException("version " + version + " is newer than the current one");
        }
        if (version <= oldestVersion()) {
            return;
        }
        try {
            answer(transit.updateKey(
                    name,
                    new VaultSecretsTransitUpdateKeyParams()
                            .setMinDecryptionVersion(version)
                            .setMinEncryptionVersion(version)));
            answer(transit.trimKey(name, version));
        } catch (VaultClientException e) {
            throw unusable(e);
        }
    }

    private int oldestReadable() {
        VaultSecretsTransitKeyInfo key = key();
        return Math.max(orZero(key.getMinAvailableVersion()), orZero(key.getMinDecryptionVersion()));
    }

    private VaultSecretsTransitKeyInfo key() {
        try {
            return answer(transit.readKey(name));
        } catch (VaultClientException e) {
            throw unusable(e);
        }
    }

    /** Once: on a key that is not derived Vault would drop the context without a word, and one that can be exported is no KEK. */
    private void requireSoundKey() {
        if (found) {
            return;
        }
        VaultSecretsTransitKeyInfo key = key();
        if (!Boolean.TRUE.equals(key.isDerived())
                || Boolean.TRUE.equals(key.isExportable())
                || Boolean.TRUE.equals(key.isAllowPlaintextBackup())) {
            throw new IllegalStateException(
                    "Vault's key " + name + " must be derived, not exportable and without plaintext backup");
        }
        found = true;
    }

    private KeysUnavailableException unusable(VaultClientException refused) {
        return new KeysUnavailableException("Vault answered " + refused.getStatus() + " for key " + name
                + (VaultCalls.isMissing(refused) ? ": it does not exist, run deploy/vault/bootstrap.sh" : ""));
    }

    private static WrappedKey wrapped(String ciphertext) {
        Matcher form = CIPHERTEXT.matcher(ciphertext);
        if (!form.matches()) {
            throw new IllegalStateException("Not a ciphertext of Vault's transit engine");
        }
        return new WrappedKey(ciphertext.getBytes(StandardCharsets.US_ASCII), Integer.parseInt(form.group(1)));
    }

    private static String ciphertext(WrappedKey wrapped) {
        return new String(wrapped.bytes(), StandardCharsets.US_ASCII);
    }

    private static int orZero(Integer version) {
        return Objects.requireNonNullElse(version, 0);
    }

    @Override
    public String toString() {
        return "VaultKek[" + name + "]";
    }
}
