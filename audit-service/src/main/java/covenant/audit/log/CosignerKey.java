package covenant.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Name and Ed25519 key of a witness, {@code name+hash+key} with signature type 4 (C2SP tlog-cosignature): it signs the head of a log together
 * with the time at which it saw it.
 *
 * @param key the same name and key bytes as a plain note signer, whose id is another
 */
public record CosignerKey(VerifierKey key) {

    private static final byte COSIGNATURE_V1 = 4;
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    /**
     * Reads {@code name+hash+key}.
     *
     * @throws LogFormatException if it is malformed, of another algorithm, or the hash is not that of the key
     */
    public static CosignerKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new LogFormatException("a cosigner key reads name+hash+key");
        }
        byte[] typed = StrictBase64.decode(parts[2]);
        if (typed.length != 1 + KEY_BYTES || typed[0] != COSIGNATURE_V1) {
            throw new LogFormatException("only Ed25519 cosigner keys are known");
        }
        CosignerKey key = new CosignerKey(new VerifierKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length)));
        if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
            throw new LogFormatException("the hash in the cosigner key is not that of the key");
        }
        return key;
    }

    /** Key id: first four bytes of SHA-256(name || newline || 4 || key), big-endian. */
    public int id() {
        MessageDigest sha256 = TreeHash.sha256();
        sha256.update((key.name() + "\n").getBytes(StandardCharsets.UTF_8));
        sha256.update(COSIGNATURE_V1);
        return ByteBuffer.wrap(sha256.digest(key.publicKey())).getInt();
    }

    /** {@code name+hash+key}. */
    public String format() {
        byte[] typed = ByteBuffer.allocate(1 + KEY_BYTES)
                .put(COSIGNATURE_V1)
                .put(key.publicKey())
                .array();
        return key.name() + "+" + HexFormat.of().toHexDigits(id()) + "+" + StrictBase64.encode(typed);
    }

    /** Whether one of these signature lines is this key's cosignature on the checkpoint of that text. */
    public boolean cosigned(String checkpoint, String lines) {
        try {
            return SignedNote.parse(checkpoint + "\n" + lines).signatures().stream()
                    .anyMatch(line -> line.keyName().equals(key.name())
                            && line.keyId() == id()
                            && verifies(checkpoint, line.signature()));
        } catch (LogFormatException e) {
            return false;
        }
    }

    private boolean verifies(String checkpoint, byte[] timestamped) {
        if (timestamped.length != Long.BYTES + SIGNATURE_BYTES) {
            return false;
        }
        long time = ByteBuffer.wrap(timestamped).getLong();
        byte[] message = ("cosignature/v1\ntime " + time + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
        return time > 0 && key.verifies(message, Arrays.copyOfRange(timestamped, Long.BYTES, timestamped.length));
    }
}
