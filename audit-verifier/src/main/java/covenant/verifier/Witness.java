package covenant.verifier;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * C2SP tlog-witness: cosigns a head only if it extends the last one that it cosigned, and remembers it before it answers. One request at a
 * time, so that nothing slips between the look and the note.
 */
final class Witness {

    private static final int MAX_PROOF = 63;

    private final WitnessStore store;
    private final Cosigner cosigner;
    private final InstantSource clock;

    Witness(WitnessStore store, Cosigner cosigner, InstantSource clock) {
        this.store = store;
        this.cosigner = cosigner;
        this.clock = clock;
    }

    /** HTTP status, type and body. */
    record Answer(int status, String type, String body) {

        static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body + "\n");
        }
    }

    /** {@code add-checkpoint}: old size, proof, empty line, checkpoint. */
    synchronized Answer add(String request) {
        int blank = request.indexOf("\n\n");
        String[] lines = blank < 0 ? new String[0] : request.substring(0, blank).split("\n");
        if (lines.length == 0 || !lines[0].matches("old (0|[1-9][0-9]{0,17})") || lines.length - 1 > MAX_PROOF) {
            return Answer.text(400, "not an add-checkpoint request");
        }
        List<byte[]> proof = new ArrayList<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            proof.add(Note.base64(line));
        }
        if (proof.stream().anyMatch(hash -> hash.length != Merkle.HASH)) {
            return Answer.text(400, "a hash has 32 bytes");
        }
        return add(Long.parseLong(lines[0].substring("old ".length())), proof, request.substring(blank + 2));
    }

    private Answer add(long old, List<byte[]> proof, String note) {
        NoteKey key = store.keys().get(note.lines().findFirst().orElse(""));
        if (key == null) {
            return Answer.text(404, "no log of this origin is followed here");
        }
        Head head;
        try {
            head = Head.open(note.getBytes(StandardCharsets.UTF_8), key);
        } catch (BadLogException e) {
            return Answer.text(403, "the note is not a checkpoint of this log: " + e.getMessage());
        }
        if (old > head.size()) {
            return Answer.text(400, "old size is larger than the checkpoint's");
        }
        Optional<Head> last = store.last(key).map(Remembered::head);
        long known = last.map(Head::size).orElse(0L);
        if (known != old) {
            return new Answer(409, "text/x.tlog.size", known + "\n");
        }
        if (!extended(last, head, proof)) {
            store.keepContradiction(key, note, seconds());
            return Answer.text(422, "the checkpoint does not extend the one of " + known + " entries");
        }
        store.remember(key, head);
        return new Answer(200, "text/plain; charset=utf-8", cosignature(head));
    }

    private static boolean extended(Optional<Head> last, Head head, List<byte[]> proof) {
        if (head.size() == 0) {
            return proof.isEmpty() && Arrays.equals(head.root(), Merkle.root(List.of()));
        }
        long known = last.map(Head::size).orElse(0L);
        return known == 0
                ? proof.isEmpty()
                : Merkle.extend(known, last.orElseThrow().root(), head.size(), head.root(), proof);
    }

    private String cosignature(Head head) {
        String text = head.note().substring(0, head.note().lastIndexOf("\n\n") + 1);
        return cosigner.line(text, seconds());
    }

    private long seconds() {
        return clock.instant().getEpochSecond();
    }

    /** The last head of the log with a fresh cosignature; empty before the first. */
    synchronized Optional<String> latest(String origin) {
        return Optional.ofNullable(store.keys().get(origin))
                .flatMap(store::last)
                .map(last -> last.head().note() + cosignature(last.head()));
    }

    /** Size of the last head; 0 before the first. */
    synchronized long size(NoteKey key) {
        return store.last(key).map(last -> last.head().size()).orElse(0L);
    }
}
