package covenant.local.command;

import covenant.local.stack.DataDirectory;
import covenant.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code covenant logs}. */
@Command(name = "logs", description = "The end of the logs, of one process or of all.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "consent, audit-service, kafka, postgresql, smtp …")
    private @Nullable String service;

    @Option(names = "-f", description = "follow")
    private boolean follow;

    @Option(
            names = "-n",
            paramLabel = "LINES",
            defaultValue = "40",
            description = "how many lines (default: ${DEFAULT-VALUE})")
    private int lines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        files().forEach(file -> command.add(file.toString()));
        spec.commandLine().getOut().flush();
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private List<Path> files() throws IOException {
        DataDirectory data = options.data();
        if (!Files.isDirectory(data.logs())) {
            throw new StackException("There are no logs in " + data.logs() + " yet.");
        }
        try (Stream<Path> all = Files.list(data.logs())) {
            List<Path> found = all.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .filter(file -> service == null || matches(file, service))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new StackException("No log of '" + service + "' in " + data.logs() + ".");
            }
            return found;
        }
    }

    private static boolean matches(Path file, String name) {
        String of = file.getFileName().toString().replaceFirst("\\.log$", "");
        return of.equals(name) || of.equals(name + "-service") || of.matches(Pattern.quote(name) + "(-service)?-\\d");
    }
}
