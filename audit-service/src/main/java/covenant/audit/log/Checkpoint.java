package covenant.audit.log;

import java.util.regex.Pattern;

/**
 * Head of the log at one size: the body of a C2SP tlog-checkpoint, without extension lines.
 *
 * @param origin identity of the log, its first line
 * @param size number of entries
 * @param root RFC 6962 root over them
 */
public record Checkpoint(String origin, long size, TreeHash root) {

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    public Checkpoint {
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
            throw new LogFormatException("a checkpoint has an origin of one line and a size of at least 0");
        }
        if (size == 0 && !root.equals(TreeHash.EMPTY_ROOT)) {
            throw new LogFormatException("the root of an empty log is the hash of nothing");
        }
    }

    /** The note text. */
    public String body() {
        return origin + "\n" + size + "\n" + root.toBase64() + "\n";
    }

    /** Signs it as a note. */
    public SignedNote sign(NoteSigner signer) {
        return SignedNote.sign(body(), signer);
    }

    /**
     * Reads a note text; extension lines are accepted and ignored, as the specification demands.
     *
     * @throws LogFormatException if it has no origin, size and root
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
            throw new LogFormatException("a checkpoint has at least three lines");
        }
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                throw new LogFormatException("a checkpoint has no empty lines");
            }
        }
        return new Checkpoint(lines[0], parseSize(lines[1]), TreeHash.parse(lines[2]));
    }

    static long parseSize(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new LogFormatException("not a decimal number without leading zeroes");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new LogFormatException("number too large", e);
        }
    }

    /**
     * Reads a checkpoint that must be signed by {@code key} and be of the log of that name.
     *
     * @throws LogFormatException if it is not
     */
    public static Checkpoint open(SignedNote note, VerifierKey key) {
        if (!note.verifiedBy(key)) {
            throw new LogFormatException("the checkpoint is not signed by " + key.name());
        }
        Checkpoint checkpoint = parse(note.text());
        if (!checkpoint.origin().equals(key.name())) {
            throw new LogFormatException("the checkpoint is of another log than " + key.name());
        }
        return checkpoint;
    }
}
