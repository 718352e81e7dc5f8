package covenant.verifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The witness's own key, and what it signs: the head of a log together with the time at which it was seen (C2SP tlog-cosignature v1, Ed25519).
 *
 * @param name by custom a URL without scheme
 * @param typed 4 and the 32 bytes of the public key
 */
record Cosigner(String name, byte[] typed, PrivateKey key) {

    private static final byte COSIGNATURE_V1 = 4;
    private static final int KEY_AND_TYPE = 33;

    /** Reads the key file, or makes a key and writes it, for the owner's eyes only. */
    static Cosigner in(Path file, String name) {
        try {
            if (!Files.exists(file)) {
                create(file, name);
            }
            List<String> lines = Files.readAllLines(file);
            Base64.Decoder base64 = Base64.getDecoder();
            return new Cosigner(
                    lines.get(0),
                    base64.decode(lines.get(1)),
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(2)))));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CannotVerifyException("cannot read or write the witness's key " + file, e);
        }
    }

    private static void create(Path file, String name) throws IOException, GeneralSecurityException {
        if (!name.matches("[^\\s+]{1,100}")) {
            throw new CannotVerifyException("a witness's name has no spaces and no plus sign");
        }
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] x509 = pair.getPublic().getEncoded();
        byte[] typed = Arrays.copyOfRange(x509, x509.length - KEY_AND_TYPE, x509.length);
        typed[0] = COSIGNATURE_V1;
        Base64.Encoder base64 = Base64.getEncoder();
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                name + "\n" + base64.encodeToString(typed) + "\n"
                        + base64.encodeToString(pair.getPrivate().getEncoded()) + "\n",
                StandardOpenOption.SYNC);
    }

    /** {@code name+hash+key}. */
    String text() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    private byte[] id() {
        var digest = Merkle.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest.digest(typed), Integer.BYTES);
    }

    /** The signature line for a checkpoint, seen at {@code seconds} since 1970. */
    String line(String checkpoint, long seconds) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(("cosignature/v1\ntime " + seconds + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8));
            byte[] signature = ed25519.sign();
            byte[] blob = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + signature.length)
                    .put(id())
                    .putLong(seconds)
                    .put(signature)
                    .array();
            return "— " + name + " " + Base64.getEncoder().encodeToString(blob) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /** The private key stays out of logs. */
    @Override
    public String toString() {
        return text();
    }
}
