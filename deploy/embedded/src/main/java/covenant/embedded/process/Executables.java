package covenant.embedded.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the operating system, found on the PATH. */
public final class Executables {

    private static final List<String> SESSION =
            find("setsid").map(path -> List.of(path.toString())).orElse(List.of());

    private Executables() {}

    /** The program's absolute path, if it is on the PATH or in the usual system directories. */
    public static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin" + File.pathSeparator
                + "/bin";
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The prefix that gives a process its own session; empty where there is none (macOS). */
    static List<String> ownSession() {
        return SESSION;
    }
}
