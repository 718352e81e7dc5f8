package covenant.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An inclusion proof in the text format of C2SP tlog-proof, as far as it was read: its checkpoint is not checked here.
 *
 * @param path sibling of the leaf first
 * @param checkpoint signed note, verbatim
 */
record Proof(long index, List<byte[]> path, String checkpoint) {

    private static final String VERSION = "c2sp.org/tlog-proof@v1";

    /** Empty if the text is not a proof. */
    static Optional<Proof> parse(String text) {
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, blank).split("\n")));
        if (!lines.removeFirst().equals(VERSION)) {
            return Optional.empty();
        }
        lines.removeIf(line -> line.startsWith("extra "));
        if (lines.isEmpty() || !lines.getFirst().matches("index (0|[1-9][0-9]{0,17})")) {
            return Optional.empty();
        }
        long index = Long.parseLong(lines.removeFirst().substring("index ".length()));
        List<byte[]> path = lines.stream().map(Note::base64).toList();
        return path.stream().allMatch(hash -> hash.length == Merkle.HASH)
                ? Optional.of(new Proof(index, path, text.substring(blank + 2)))
                : Optional.empty();
    }
}
