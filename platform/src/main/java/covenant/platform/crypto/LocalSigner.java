package covenant.platform.crypto;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;

/** Signs with a key held as secret {@code signing}: the 32-byte seed of RFC 8032 5.1.5. */
final class LocalSigner implements Signer {
    private final Ed25519Sign signer;
    private final byte[] publicKey;

    LocalSigner(ServiceSecrets secrets) {
        byte[] seed = secrets.loadOrCreate("signing", () -> Random.randBytes(Ed25519Sign.SECRET_KEY_LEN));
        try {
            signer = new Ed25519Sign(seed);
            publicKey = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Secret signing is no Ed25519 seed", e);
        }
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            return signer.sign(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot sign", e);
        }
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public String toString() {
        return "LocalSigner[redacted]";
    }
}
