package covenant.benchmarks.consent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The references' scripts for pgbench, in {@code pgbench/}. */
final class ReferenceScript {

    private ReferenceScript() {}

    /** Writes it where pgbench can read it. */
    static Path unpack(Path directory) {
        return unpack(directory, "consent-writes", Map.of());
    }

    /** As above, of another script, with the values of its {@code {names}} filled in. */
    static Path unpack(Path directory, String name, Map<String, String> values) {
        String resource = "/pgbench/" + name + ".sql";
        Path script = directory.resolve(name + ".sql");
        try (InputStream stream = ReferenceScript.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing on the class path");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("{" + value.getKey() + "}", value.getValue());
            }
            return Files.writeString(script, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + script, e);
        }
    }
}
