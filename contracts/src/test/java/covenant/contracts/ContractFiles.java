package covenant.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the schema and the golden payload of an event that has none, and {@code docs/asyncapi.yaml} anew. What is
 * committed is the truth: files that exist are left alone. Run it in the module's directory.
 */
final class ContractFiles {

    private static final Path RESOURCES = Path.of("src/main/resources");

    private ContractFiles() {}

    public static void main(String[] args) throws IOException {
        for (EventType type : EventTypes.all()) {
            writeIfAbsent(RESOURCES.resolve(type.schemaResource()), Json.pretty(SchemaWriter.schema(type)));
            writeIfAbsent(RESOURCES.resolve(type.goldenResource()), Json.pretty(GoldenWriter.payload(type)));
        }
    }

    private static void writeIfAbsent(Path file, String content) throws IOException {
        if (Files.notExists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
    }
}
