package covenant.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the built services are: the repository, named by {@code covenant.home} (the script sets it) or found above the working directory. */
public record Installation(Path home) {

    public static Installation find() {
        String named = System.getProperty("covenant.home");
        if (named != null) {
            return new Installation(Path.of(named).toAbsolutePath());
        }
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null) {
            if (Files.exists(directory.resolve("covenant")) && Files.exists(directory.resolve("mvnw"))) {
                return new Installation(directory);
            }
            directory = directory.getParent();
        }
        throw new StackException("Not inside Covenant's repository; start it with the script ./covenant at its root.");
    }

    /** The service's runnable jar. */
    public Path jar(Service service) {
        Path jar = home.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new StackException(
                    service.module() + " is not built (" + jar + " is missing). ./covenant up builds it, "
                            + "or ./mvnw -pl " + service.module() + " -am install -DskipTests.");
        }
        return jar;
    }

    /** Options for the services' JVMs instead of the usual ones: {@code COVENANT_JAVA_OPTS}, separated by blanks. */
    public static Optional<List<String>> javaOptions(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("COVENANT_JAVA_OPTS"))
                .filter(value -> !value.isBlank())
                .map(value -> List.of(value.trim().split("\\s+")));
    }
}
