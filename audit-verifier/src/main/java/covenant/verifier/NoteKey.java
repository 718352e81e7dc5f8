package covenant.verifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key that must have signed the checkpoint: a C2SP signed-note verifier key, {@code name+hash+key}, Ed25519 only.
 *
 * @param text as it was given
 * @param name of the signer and origin of the log
 * @param id four bytes
 */
record NoteKey(String text, String name, byte[] id, PublicKey key) {

    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    static NoteKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        try {
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            if (typed.length != 33 || typed[0] != 1) {
                throw new CannotVerifyException("the verifier key is not an Ed25519 key");
            }
            byte[] id = keyId(parts[0], typed);
            if (!HexFormat.of().formatHex(id).equals(parts[1])) {
                throw new CannotVerifyException("the verifier key is mistyped: its hash does not match");
            }
            byte[] x509 = Arrays.copyOf(X509_HEAD, X509_HEAD.length + 32);
            System.arraycopy(typed, 1, x509, X509_HEAD.length, 32);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
            return new NoteKey(text.strip(), parts[0], id, key);
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new CannotVerifyException("a verifier key reads name+hash+key", e);
        }
    }

    private static byte[] keyId(String name, byte[] typed) {
        var digest = Merkle.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest.digest(typed), 4);
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks Ed25519", e);
        }
    }
}
