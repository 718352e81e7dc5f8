package covenant.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A checkpoint whose signature was checked.
 *
 * @param size number of entries
 * @param root over all of them
 * @param note the signed note, verbatim
 */
record Head(long size, byte[] root, String note) {

    /**
     * Opens a signed note that must be a checkpoint of the key's log.
     *
     * @throws BadLogException if it is not signed by the key, or no checkpoint
     */
    static Head open(byte[] bytes, NoteKey key) {
        String note = utf8(bytes);
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new BadLogException("checkpoint: not a signed note");
        }
        String text = note.substring(0, blank + 1);
        if (!signed(text, note.substring(blank + 2), key)) {
            throw new BadLogException("checkpoint: not signed by " + key.text());
        }
        String[] lines = text.split("\n");
        if (lines.length < 3 || !lines[0].equals(key.name()) || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new BadLogException("checkpoint: not a checkpoint of " + key.name());
        }
        return new Head(Long.parseLong(lines[1]), hash(lines[2]), note);
    }

    private static boolean signed(String text, String signatures, NoteKey key) {
        boolean signed = false;
        for (String line : signatures.split("\n")) {
            String[] parts = line.split(" ");
            if (parts.length != 3 || !parts[0].equals("—") || !parts[1].equals(key.name())) {
                continue;
            }
            byte[] blob = base64(parts[2]);
            if (blob.length > 4 && Arrays.equals(blob, 0, 4, key.id(), 0, 4)) {
                if (!key.verifies(text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(blob, 4, blob.length))) {
                    return false;
                }
                signed = true;
            }
        }
        return signed;
    }

    private static byte[] hash(String base64) {
        byte[] root = base64(base64);
        if (root.length != Merkle.HASH) {
            throw new BadLogException("checkpoint: the root has " + root.length + " bytes");
        }
        return root;
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadLogException("checkpoint: not base64");
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadLogException("checkpoint: not UTF-8");
        }
    }

    String rootHex() {
        return HexFormat.of().formatHex(root);
    }
}
