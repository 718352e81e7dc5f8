package covenant.audit.witness;

import covenant.contracts.AuditEvent.IntegrityFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of asking the witness. */
public sealed interface WitnessAnswer {

    /** No witness is configured. */
    record NoWitness() implements WitnessAnswer {}

    /** It follows no log of this name, so it has nothing to hold against it. */
    record Unfamiliar() implements WitnessAnswer {}

    /** It cannot be reached or understood, which says nothing about the log. */
    record Silent(String why) implements WitnessAnswer {}

    /** It saw the log grow and cosigned its head. */
    record Cosigned(long size) implements WitnessAnswer {}

    /**
     * It has seen another log than this: one that was longer, or one with other entries.
     *
     * @param firstBad the first entry that must be wrong or missing, where that is known
     */
    record Contradicted(IntegrityFailure failure, @Nullable Long firstBad, String problem) implements WitnessAnswer {}

    default Optional<Contradicted> contradiction() {
        return this instanceof Contradicted said ? Optional.of(said) : Optional.empty();
    }
}
