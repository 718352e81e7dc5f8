package covenant.verifier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Writes a small log as a mirror folder, straight from the definitions. */
final class TestLog {

    static final String ORIGIN = "audit.example.org";

    final List<byte[]> leaves = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    private final KeyPair pair;

    TestLog(int size) {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        grow(size);
    }

    void grow(int more) {
        for (int i = 0; i < more; i++) {
            int index = leaves.size();
            String salt = "%064x".formatted(index);
            String sealed =
                    "{\"actor\":\"SYSTEM:test\",\"details\":{\"n\":" + index + "},\"subjectId\":\"s-" + index + "\"}";
            leaves.add(("{\"actor\":\"SYSTEM:test\",\"commitment\":\"" + commitment(salt, sealed)
                            + "\",\"eventId\":\"e-" + index + "\",\"subject\":\"p-" + index + "\",\"type\":\"Tested\"}")
                    .getBytes(StandardCharsets.UTF_8));
            lines.add("{\"index\":" + index + ",\"type\":\"Tested\",\"eventId\":\"e-" + index + "\",\"subject\":\"p-"
                    + index
                    + "\",\"subjectId\":\"s-" + index + "\",\"actor\":\"SYSTEM:test\",\"details\":{\"n\":" + index
                    + "},\"detailsState\":\"READABLE\",\"opening\":{\"salt\":\"" + salt + "\",\"sealed\":\""
                    + sealed.replace("\"", "\\\"")
                    + "\"}}");
        }
    }

    private static String commitment(String salt, String sealed) {
        var digest = Merkle.sha256();
        digest.update(HexFormat.of().parseHex(salt));
        return HexFormat.of().formatHex(digest.digest(sealed.getBytes(StandardCharsets.UTF_8)));
    }

    String key() {
        byte[] spki = pair.getPublic().getEncoded();
        byte[] typed = Arrays.copyOfRange(spki, spki.length - 33, spki.length);
        typed[0] = 1;
        return ORIGIN + "+" + HexFormat.of().formatHex(keyId(typed)) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    private static byte[] keyId(byte[] typed) {
        var digest = Merkle.sha256();
        digest.update((ORIGIN + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest.digest(typed), 4);
    }

    String checkpoint(byte[] root) {
        return checkpoint(leaves.size(), root);
    }

    /** The signed head over the first entries. */
    String checkpoint(int size) {
        return checkpoint(
                size,
                Merkle.root(leaves.subList(0, size).stream().map(Merkle::leaf).toList()));
    }

    private String checkpoint(int size, byte[] root) {
        String text = ORIGIN + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(pair.getPrivate());
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream blob = new ByteArrayOutputStream();
            blob.writeBytes(HexFormat.of().parseHex(key().split("\\+")[1]));
            blob.writeBytes(ed25519.sign());
            return text + "\n— " + ORIGIN + " " + Base64.getEncoder().encodeToString(blob.toByteArray()) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(Path folder) {
        List<byte[]> hashes = leaves.stream().map(Merkle::leaf).toList();
        write(folder, "checkpoint", checkpoint(Merkle.root(hashes)).getBytes(StandardCharsets.UTF_8));
        write(folder, "log/key", (key() + "\n").getBytes(StandardCharsets.UTF_8));
        for (int from = 0; from < leaves.size(); from += 256) {
            int to = Math.min(from + 256, leaves.size());
            write(folder, Tiles.entries(from / 256, to - from), bundle(leaves.subList(from, to)));
        }
        for (int level = 0; !hashes.isEmpty(); level++) {
            List<byte[]> above = new ArrayList<>();
            for (int from = 0; from < hashes.size(); from += 256) {
                List<byte[]> tile = hashes.subList(from, Math.min(from + 256, hashes.size()));
                write(folder, Tiles.hashes(level, from / 256, tile.size()), concat(tile));
                if (tile.size() == 256) {
                    above.add(Merkle.root(tile));
                }
            }
            hashes = above;
        }
    }

    /** Removes the bundles before the end of a month, and says so; the one that the next month shares stays whole. */
    void remove(Path folder, int size) throws IOException {
        remove(folder, size, checkpoint(size));
    }

    void remove(Path folder, int size, String signed) throws IOException {
        for (int tile = 0; (tile + 1) * 256 <= size; tile++) {
            Files.delete(folder.resolve(Tiles.entries(tile, 256)));
        }
        write(
                folder,
                "log/removed",
                ("{\"months\":[{\"month\":\"2014-05\",\"first\":0,\"size\":" + size + ",\"checkpoint\":\""
                                + signed.replace("\n", "\\n") + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bundle(List<byte[]> leaves) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            out.write(leaf.length >> 8);
            out.write(leaf.length);
            out.writeBytes(leaf);
        }
        return out.toByteArray();
    }

    private static byte[] concat(List<byte[]> hashes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        hashes.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static void write(Path folder, String path, byte[] bytes) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
