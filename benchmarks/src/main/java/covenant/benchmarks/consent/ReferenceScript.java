package covenant.benchmarks.consent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The reference's script for pgbench, {@code pgbench/consent-writes.sql}. */
final class ReferenceScript {

    private static final String RESOURCE = "/pgbench/consent-writes.sql";

    private ReferenceScript() {}

    /** Writes it where pgbench can read it. */
    static Path unpack(Path directory) {
        Path script = directory.resolve("consent-writes.sql");
        try (InputStream resource = ReferenceScript.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing on the class path");
            }
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + script, e);
        }
    }
}
