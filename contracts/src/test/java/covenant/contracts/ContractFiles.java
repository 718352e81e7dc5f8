package covenant.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the schema and the golden payload of an event that has none, and {@code docs/asyncapi.yaml} and {@code docs/events.md} anew.
 * What is committed is the truth: schemas and payloads that exist are left alone. Run it in the module's directory.
 */
final class ContractFiles {

    private static final Path RESOURCES = Path.of("src/main/resources");

    static final Path ASYNC_API = Path.of("../docs/asyncapi.yaml");

    static final Path EVENTS = Path.of("../docs/events.md");

    private static final String GENERATED =
            "# Written by ContractFiles in contracts (see its README) and checked by a test: change the source, not this file.\n";

    private ContractFiles() {}

    public static void main(String[] args) throws IOException {
        for (EventType type : EventTypes.all()) {
            writeIfAbsent(RESOURCES.resolve(type.schemaResource()), Json.pretty(SchemaWriter.schema(type)));
            writeIfAbsent(RESOURCES.resolve(type.goldenResource()), Json.pretty(GoldenWriter.payload(type)));
        }
        Files.createDirectories(ASYNC_API.getParent());
        Files.writeString(ASYNC_API, GENERATED + Json.yaml(AsyncApi.document()));
        Files.writeString(EVENTS, EventCatalogue.page());
    }

    private static void writeIfAbsent(Path file, String content) throws IOException {
        if (Files.notExists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
    }
}
