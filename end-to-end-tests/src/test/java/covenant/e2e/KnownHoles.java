package covenant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * The critical holes that are known of libraries, after advisories in OSV's format (https://ossf.github.io/osv-schema) that lie on this machine: a
 * zip of JSON files, as OSV exports one per ecosystem, or a directory of them. Nothing is asked of the network.
 */
final class KnownHoles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Set<Library>> libraries;
    private final Set<String> found = new TreeSet<>();
    private int advisories;

    private KnownHoles(Collection<Library> libraries) {
        this.libraries =
                libraries.stream().collect(Collectors.groupingBy(Library::name, TreeMap::new, Collectors.toSet()));
    }

    /**
     * @return {@code id library} of each, in order
     * @throws IllegalArgumentException where there is not one advisory about Maven's libraries: silence would pass for safety
     */
    static Set<String> critical(Path data, Collection<Library> libraries) throws IOException {
        KnownHoles holes = new KnownHoles(libraries);
        if (Files.isDirectory(data)) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    holes.read(JSON.readTree(file.toFile()));
                }
            }
        } else {
            try (ZipFile zip = new ZipFile(data.toFile())) {
                for (ZipEntry entry :
                        zip.stream().filter(e -> e.getName().endsWith(".json")).toList()) {
                    holes.read(JSON.readTree(zip.getInputStream(entry)));
                }
            }
        }
        if (holes.advisories == 0) {
            throw new IllegalArgumentException("No advisory about a library of Maven in " + data);
        }
        return holes.found;
    }

    private void read(JsonNode advisory) {
        for (JsonNode affected : advisory.path("affected")) {
            if (!affected.at("/package/ecosystem").asText().equals("Maven")) {
                continue;
            }
            advisories++;
            if (advisory.has("withdrawn") || !isCritical(advisory, affected)) {
                continue;
            }
            libraries.getOrDefault(affected.at("/package/name").asText(), Set.of()).stream()
                    .filter(library -> isAffected(affected, library.version()))
                    .forEach(library -> found.add(advisory.path("id").asText() + " " + library));
        }
    }

    private static boolean isCritical(JsonNode advisory, JsonNode affected) {
        if (advisory.at("/database_specific/severity").asText().equalsIgnoreCase("CRITICAL")) {
            return true;
        }
        return Stream.of(advisory, affected)
                .flatMap(node -> StreamSupport.stream(node.path("severity").spliterator(), false))
                .filter(severity -> severity.path("type").asText().equals("CVSS_V3"))
                .anyMatch(severity -> Cvss.baseScore(severity.path("score").asText()) >= 9.0);
    }

    private static boolean isAffected(JsonNode affected, String version) {
        for (JsonNode named : affected.path("versions")) {
            if (named.asText().equals(version)) {
                return true;
            }
        }
        for (JsonNode range : affected.path("ranges")) {
            if (range.path("type").asText().equals("ECOSYSTEM") && isWithin(range.path("events"), version)) {
                return true;
            }
        }
        return false;
    }

    /** OSV's own rule: the last event at or below the version decides. */
    private static boolean isWithin(JsonNode events, String version) {
        ComparableVersion own = new ComparableVersion(version);
        List<JsonNode> sorted = new ArrayList<>();
        events.forEach(sorted::add);
        sorted.sort((a, b) -> at(a).compareTo(at(b)));
        boolean within = false;
        for (JsonNode event : sorted) {
            int compared = own.compareTo(at(event));
            if (event.has("introduced") && (event.path("introduced").asText().equals("0") || compared >= 0)) {
                within = true;
            } else if (event.has("fixed") && compared >= 0 || event.has("last_affected") && compared > 0) {
                within = false;
            }
        }
        return within;
    }

    private static ComparableVersion at(JsonNode event) {
        return new ComparableVersion(event.elements().next().asText());
    }
}
