package covenant.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The repository's files. */
final class Repository {

    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    static final List<String> SERVICES = List.of(
            "consent-service",
            "data-subject-request-service",
            "retention-service",
            "notification-service",
            "audit-service");

    private static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("covenant"))) {
            at = at.getParent();
        }
        return at;
    }

    static Path path(String first) {
        return ROOT.resolve(first);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file; empty ones are left out. */
    static List<JsonNode> yaml(String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            List<JsonNode> found = new ArrayList<>();
            documents.forEachRemaining(document -> {
                if (document.isObject()) {
                    found.add(document);
                }
            });
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Properties settings(String module) {
        Properties settings = new Properties();
        Path file = module.equals("platform")
                ? path("platform/src/main/resources/META-INF/microprofile-config.properties")
                : path(module + "/src/main/resources/application.properties");
        try (var reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** All production code of a module, as one text. */
    static String sources(String module) {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(path(module + "/src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> all.append(text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    static List<Path> files(String directory, String suffix) {
        try (Stream<Path> files = Files.walk(path(directory))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
