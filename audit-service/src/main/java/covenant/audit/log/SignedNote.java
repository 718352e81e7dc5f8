package covenant.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and its signature lines, C2SP signed-note v1. Reading it proves nothing: use {@link #verifiedBy(VerifierKey)}.
 *
 * @param text what is signed, ending in a newline
 * @param signatures in the order of their lines
 */
public record SignedNote(String text, List<Signature> signatures) {

    private static final String DASH = "— ";
    private static final int MAX_SIGNATURES = 64;

    /**
     * One signature line.
     *
     * @param keyId first four bytes of the hash of the key
     * @param signature bytes behind the key id
     */
    public record Signature(String keyName, int keyId, byte[] signature) {
        String line() {
            byte[] blob = ByteBuffer.allocate(Integer.BYTES + signature.length)
                    .putInt(keyId)
                    .put(signature)
                    .array();
            return DASH + keyName + " " + StrictBase64.encode(blob) + "\n";
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        requireNoteText(text);
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new LogFormatException("a note has 1 to " + MAX_SIGNATURES + " signatures, not " + signatures.size());
        }
    }

    /**
     * Signs a text with one key.
     *
     * @throws LogFormatException if the text does not end in a newline or holds control characters
     */
    public static SignedNote sign(String text, NoteSigner signer) {
        requireNoteText(text);
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(
                text, List.of(new Signature(signer.key().name(), signer.key().id(), signature)));
    }

    /**
     * Reads a note.
     *
     * @throws LogFormatException if it is not UTF-8, has no signature block, or a malformed line in it
     */
    public static SignedNote parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new LogFormatException("a note is UTF-8", e);
        }
    }

    /** As {@link #parse(byte[])}. */
    public static SignedNote parse(String note) {
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || blank + 2 >= note.length() || !note.endsWith("\n")) {
            throw new LogFormatException("a note has a text, an empty line and signatures");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(blank + 2, note.length() - 1).split("\n", MAX_SIGNATURES + 1)) {
            signatures.add(parseLine(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    private static Signature parseLine(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new LogFormatException("malformed signature line");
        }
        String name = line.substring(DASH.length(), space);
        byte[] blob = StrictBase64.decode(line.substring(space + 1));
        if (!VerifierKey.isKeyName(name) || blob.length <= Integer.BYTES) {
            throw new LogFormatException("malformed signature line");
        }
        byte[] signature = new byte[blob.length - Integer.BYTES];
        ByteBuffer in = ByteBuffer.wrap(blob);
        int id = in.getInt();
        in.get(signature);
        return new Signature(name, id, signature);
    }

    /**
     * Whether the key signed this text: at least one line names it, and every line that names it verifies. Lines of other keys are
     * ignored, as the specification demands (key rotation, cosignatures).
     */
    public boolean verifiedBy(VerifierKey key) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<Signature> ours = signatures.stream()
                .filter(line -> line.keyName().equals(key.name()) && line.keyId() == key.id())
                .toList();
        return !ours.isEmpty() && ours.stream().allMatch(line -> key.verifies(message, line.signature()));
    }

    /** The note as it is served. */
    public String format() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(line -> note.append(line.line()));
        return note.toString();
    }

    private static void requireNoteText(String text) {
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new LogFormatException("a note text ends in a newline and has no other control characters");
        }
    }
}
