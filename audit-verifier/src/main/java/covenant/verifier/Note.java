package covenant.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Signed notes of C2SP: text, empty line, signature lines. */
final class Note {

    private Note() {}

    /**
     * The text, if the key signed it: at least one line of the key, and none of them wrong.
     *
     * @param what the note is, for the message
     * @throws BadLogException if it did not
     */
    static String open(String what, byte[] bytes, NoteKey key) {
        String note = utf8(what, bytes);
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new BadLogException(what + ": not a signed note");
        }
        String text = note.substring(0, blank + 1);
        if (!signed(text, note.substring(blank + 2), key)) {
            throw new BadLogException(what + ": not signed by " + key.text());
        }
        return text;
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

    /** Empty if it is not base64: then it is no signature and no hash either. */
    static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String utf8(String what, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadLogException(what + ": not UTF-8");
        }
    }
}
