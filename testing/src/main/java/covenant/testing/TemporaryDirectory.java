package covenant.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that lives as long as the JVM's tests. */
final class TemporaryDirectory {

    private TemporaryDirectory() {}

    static Path create() {
        try {
            return Files.createTempDirectory("covenant-test-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory", e);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}
