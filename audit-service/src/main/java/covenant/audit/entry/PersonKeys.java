package covenant.audit.entry;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encrypts details under a key of the person's own, which can be destroyed; persons are named by their pseudonym. */
public interface PersonKeys {

    /** Key of details that concern nobody. */
    String NOBODY = "nobody";

    /**
     * Details of one entry, clear or sealed.
     *
     * @param person pseudonym, absent if the entry concerns nobody
     * @param bytes absent where the person was erased before they were sealed
     */
    record Details(@Nullable String person, byte @Nullable [] bytes) {
        String keyName() {
            return person == null ? NOBODY : person;
        }

        @Override
        public String toString() {
            return "Details[…]";
        }
    }

    /** The details, encrypted, in the same order; empty where the person was erased: then they are not kept. */
    List<Optional<byte[]>> seal(List<Details> details);

    /** What became of details that were sealed, in the same order. */
    List<Opened> open(List<Details> sealed);

    /** Destroys the key: all that was sealed under it reads as erased from now on, in backups too. Needs a running transaction. */
    void shred(String person);

    /** Outcome of opening. */
    sealed interface Opened {
        /** The details as they were sealed. */
        record Readable(byte[] details) implements Opened {}

        /** The person was erased. */
        record Erased() implements Opened {}

        /** The bytes are not what was sealed: somebody changed them. */
        record Unreadable() implements Opened {}
    }
}
