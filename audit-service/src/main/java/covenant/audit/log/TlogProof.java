package covenant.audit.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Proof that an entry was logged, readable offline: C2SP tlog-proof, {@code c2sp.org/tlog-proof@v1}, without extra data.
 *
 * @param index of the entry
 * @param path inclusion proof, sibling of the leaf first
 * @param checkpoint signed note, verbatim
 */
public record TlogProof(long index, List<TreeHash> path, SignedNote checkpoint) {

    private static final String VERSION = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int MAX_PATH = 63;

    public TlogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > MAX_PATH) {
            throw new LogFormatException("a proof has an index of at least 0 and at most " + MAX_PATH + " hashes");
        }
    }

    /** The text as it is served and stored, {@code .tlog-proof}. */
    public String format() {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(hash.toBase64()).append('\n'));
        return text.append('\n').append(checkpoint.format()).toString();
    }

    /**
     * Reads a proof; an {@code extra} line is accepted and dropped, since nothing vouches for it.
     *
     * @throws LogFormatException if it is malformed
     */
    public static TlogProof parse(String text) {
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new LogFormatException("a proof has a head, an empty line and a checkpoint");
        }
        List<String> head = new ArrayList<>(List.of(text.substring(0, blank).split("\n", -1)));
        if (!head.removeFirst().equals(VERSION)) {
            throw new LogFormatException("not a " + VERSION);
        }
        if (!head.isEmpty() && head.getFirst().startsWith(EXTRA)) {
            StrictBase64.decode(head.removeFirst().substring(EXTRA.length()));
        }
        if (head.isEmpty() || !head.getFirst().startsWith(INDEX)) {
            throw new LogFormatException("a proof names the index of its entry");
        }
        long index = Checkpoint.parseSize(head.removeFirst().substring(INDEX.length()));
        List<TreeHash> path = head.stream().map(TreeHash::parse).toList();
        return new TlogProof(index, path, SignedNote.parse(text.substring(blank + 2)));
    }

    /** Whether {@code leaf} is logged at {@link #index()} of the log whose key is {@code key}: signature, origin and path. */
    public boolean proves(byte[] leaf, VerifierKey key) {
        if (!checkpoint.verifiedBy(key)) {
            return false;
        }
        Checkpoint head = Checkpoint.open(checkpoint, key);
        return MerkleProofs.includes(TreeHash.ofLeaf(leaf), index, head.size(), path, head.root());
    }
}
