package covenant.embedded.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Command lines for child JVMs that run on the class path of this one. */
public final class JavaCommand {

    private JavaCommand() {}

    /** The {@code java} of the JDK that runs this JVM. */
    public static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** {@code java <options> -cp <this JVM's class path> <main> <arguments>}. */
    public static List<String> of(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath()));
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** The class path of this JVM; a jar that holds nothing but a class path in its manifest (Surefire's) is opened up. */
    static List<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .flatMap(JavaCommand::expanded)
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .distinct()
                .toList();
    }

    private static Stream<String> expanded(String entry) {
        if (!entry.endsWith(".jar")) {
            return Stream.of(entry);
        }
        Path jar = Path.of(entry);
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String listed =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (listed == null || !jar.getFileName().toString().startsWith("surefire")) {
                return Stream.of(entry);
            }
            URI base = jar.toAbsolutePath().toUri();
            return Stream.of(listed.trim().split("\\s+"))
                    .map(uri -> Path.of(base.resolve(uri)).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + entry + " on the class path", e);
        }
    }
}
