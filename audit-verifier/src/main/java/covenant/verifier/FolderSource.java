package covenant.verifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A mirror of a log in a folder, laid out by the paths of its resources. */
final class FolderSource implements LogSource {

    private final Path root;

    FolderSource(Path root) {
        this.root = root;
    }

    @Override
    public Optional<byte[]> read(String path) {
        Path file = root.resolve(path);
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new CannotVerifyException("cannot read " + file, e);
        }
    }

    @Override
    public Optional<BufferedReader> entries() {
        return Optional.empty();
    }
}
