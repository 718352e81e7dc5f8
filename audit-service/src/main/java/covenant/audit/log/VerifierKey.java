package covenant.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Name and Ed25519 public key of a note signer, in the form {@code name+hash+key} of C2SP signed-note.
 *
 * @param name non-empty, without spaces and plus signs; for a log its origin line
 * @param publicKey 32 bytes, RFC 8032
 */
public record VerifierKey(String name, byte[] publicKey) {

    private static final byte ED25519 = 1;
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_BYTES = 32;

    public VerifierKey {
        if (!isKeyName(name) || publicKey.length != KEY_BYTES) {
            throw new LogFormatException(
                    "a verifier key has a name without spaces and plus signs, and 32 bytes of key");
        }
        publicKey = publicKey.clone();
    }

    static boolean isKeyName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c < ' ' || c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** Takes the key bytes out of a JCA Ed25519 public key. */
    public static VerifierKey of(String name, PublicKey key) {
        byte[] spki = key.getEncoded();
        if (spki.length != SPKI_PREFIX.length + KEY_BYTES
                || !Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
            throw new LogFormatException("not an Ed25519 public key");
        }
        return new VerifierKey(name, Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
    }

    /**
     * Reads {@code name+hash+key}.
     *
     * @throws LogFormatException if it is malformed, of another algorithm, or the hash is not that of the key
     */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new LogFormatException("a verifier key reads name+hash+key");
        }
        byte[] typed = StrictBase64.decode(parts[2]);
        if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
            throw new LogFormatException("only Ed25519 verifier keys are known");
        }
        VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
            throw new LogFormatException("the hash in the verifier key is not that of the key");
        }
        return key;
    }

    /** Key id: first four bytes of SHA-256(name || newline || type || key), big-endian. */
    public int id() {
        MessageDigest sha256 = TreeHash.sha256();
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) '\n');
        return ByteBuffer.wrap(sha256.digest(typed())).getInt();
    }

    private byte[] typed() {
        return ByteBuffer.allocate(1 + KEY_BYTES).put(ED25519).put(publicKey).array();
    }

    /** {@code name+hash+key}. */
    public String format() {
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + StrictBase64.encode(typed());
    }

    /** Whether {@code signature} is this key's over {@code message}; a malformed signature is simply not. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(jca());
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new LogFormatException("not an Ed25519 public key", e);
        }
    }

    private PublicKey jca() throws GeneralSecurityException {
        byte[] spki = ByteBuffer.allocate(SPKI_PREFIX.length + KEY_BYTES)
                .put(SPKI_PREFIX)
                .put(publicKey)
                .array();
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && name.equals(that.name) && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return id();
    }

    @Override
    public String toString() {
        return format();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }
}
