package covenant.benchmarks.consent;

import covenant.benchmarks.pgbench.Pgbench;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** What took part, as it says of itself. */
final class Versions {

    private static final String QUARKUS = "io.quarkus.quarkus-core-";

    private Versions() {}

    static Map<String, String> of(Installation installation, Databases databases, Pgbench pgbench) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Covenant", commit(installation.home()).orElse("0.1.0-SNAPSHOT"));
        versions.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        versions.put("Quarkus", quarkus(installation));
        versions.put("PostgreSQL", databases.version());
        versions.put("Kafka", AppInfoParser.getVersion());
        versions.put("pgbench", pgbench.version());
        return versions;
    }

    private static String quarkus(Installation installation) {
        Path libraries = installation.jar(Service.CONSENT).resolveSibling("lib/main");
        try (Stream<Path> files = Files.list(libraries)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(QUARKUS))
                    .findFirst()
                    .map(name -> name.substring(QUARKUS.length(), name.length() - ".jar".length()))
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + libraries, e);
        }
    }

    /** The commit that was checked out; empty outside a repository or without git. */
    private static Optional<String> commit(Path home) {
        try {
            Process git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !answer.isEmpty() ? Optional.of("commit " + answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking git", e);
        }
    }
}
