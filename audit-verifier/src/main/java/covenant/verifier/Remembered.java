package covenant.verifier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last checkpoint that was found good, kept outside the log's own machine: what makes a rollback or a fork visible.
 *
 * @param key that signed it
 */
record Remembered(NoteKey key, Head head) {

    /**
     * Reads the state file; a missing one means a first visit.
     *
     * @throws CannotVerifyException if there is a file that is not a state file: forgetting silently would defeat its purpose
     */
    static Optional<Remembered> load(@Nullable Path file) {
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            int line = text.indexOf('\n');
            NoteKey key = NoteKey.parse(text.substring(0, Math.max(line, 0)));
            return Optional.of(
                    new Remembered(key, Head.open(text.substring(line + 1).getBytes(StandardCharsets.UTF_8), key)));
        } catch (IOException | BadLogException e) {
            throw new CannotVerifyException("the state file " + file + " is unreadable: " + e.getMessage(), e);
        }
    }

    /** Replaces the state file at once, or not at all. */
    void save(Path file) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (file.toAbsolutePath().getParent() instanceof Path folder) {
                Files.createDirectories(folder);
            }
            Files.writeString(fresh, key.text() + "\n" + head.note());
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new CannotVerifyException("cannot write the state file " + file, e);
        }
    }
}
