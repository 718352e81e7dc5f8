package covenant.verifier;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

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
        String[] lines = Note.open("checkpoint", bytes, key).split("\n");
        if (lines.length < 3 || !lines[0].equals(key.name()) || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new BadLogException("checkpoint: not a checkpoint of " + key.name());
        }
        byte[] root = Note.base64(lines[2]);
        if (root.length != Merkle.HASH) {
            throw new BadLogException("checkpoint: the root has " + root.length + " bytes");
        }
        return new Head(Long.parseLong(lines[1]), root, new String(bytes, StandardCharsets.UTF_8));
    }

    /** As the checkpoint has it, and {@code POST /v1/audit/verify}. */
    String rootBase64() {
        return Base64.getEncoder().encodeToString(root);
    }
}
