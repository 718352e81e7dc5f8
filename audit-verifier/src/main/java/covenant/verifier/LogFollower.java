package covenant.verifier;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a log from outside, and shows its head to the witness with a proof made of the log's own tiles. */
final class LogFollower {

    private final LogSource source;
    private final WitnessStore store;
    private final Witness witness;
    private @Nullable NoteKey key;

    /** @param key to trust; absent trusts the key that the log shows at the first visit, and no other ever after */
    LogFollower(LogSource source, WitnessStore store, Witness witness, Optional<NoteKey> key) {
        this.source = source;
        this.store = store;
        this.witness = witness;
        key.ifPresent(this::trust);
    }

    private NoteKey trust(NoteKey trusted) {
        store.trust(trusted);
        key = trusted;
        return trusted;
    }

    /**
     * One visit.
     *
     * @return what happened, for people
     * @throws BadLogException if the log is not the one that was seen before
     * @throws CannotVerifyException if it is out of reach
     */
    String visit() {
        NoteKey trusted = key == null ? firstVisit() : key;
        Optional<byte[]> checkpoint = source.read("checkpoint");
        if (checkpoint.isEmpty()) {
            return "nothing is signed yet";
        }
        Head head = Head.open(checkpoint.get(), trusted);
        long known = witness.size(trusted);
        if (head.size() < known) {
            throw new BadLogException(
                    "the log was rolled back: " + known + " entries were seen, " + head.size() + " are left");
        }
        List<byte[]> proof =
                known == 0 || known == head.size() ? List.of() : new TileProofs(source, head.size()).from(known);
        StringBuilder request = new StringBuilder("old " + known + "\n");
        proof.forEach(
                hash -> request.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        Witness.Answer answer =
                witness.add(request.append('\n').append(head.note()).toString());
        return switch (answer.status()) {
            case 200 -> "cosigned " + head.size() + " entries, root " + head.rootBase64();
            case 409 -> "the log showed its head itself meanwhile";
            default ->
                throw new BadLogException("the log was forked: " + answer.body().strip());
        };
    }

    private NoteKey firstVisit() {
        byte[] shown = source.read("log/key").orElseThrow(() -> new CannotVerifyException("the log shows no key"));
        return trust(NoteKey.parse(new String(shown, StandardCharsets.UTF_8)));
    }
}
