package covenant.benchmarks.page;

import covenant.benchmarks.measure.Machine;
import covenant.local.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every benchmark has around it: a directory that goes away, a page that stays, an exit code. */
public abstract class BenchCommand implements Callable<Integer> {

    /** What a server's JVM is given; the local stack starts faster and peaks lower with others. */
    private static final List<String> SERVER = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "A few seconds: whether it works, not how fast. Writes no page.")
    private boolean quick;

    @Option(names = "--no-page", description = "Print only.")
    private boolean noPage;

    /**
     * What came of it.
     *
     * @param page Markdown, without the title
     * @param problems why the numbers must not be used; empty when they may
     */
    public record Measured(String page, List<String> problems) {}

    /** @param work on the disk that is measured on; deleted afterwards */
    protected abstract Measured measure(Installation installation, Path work) throws IOException;

    protected final boolean quick() {
        return quick;
    }

    protected final void say(String line) {
        spec.commandLine().getOut().println(line);
    }

    /** The options of a measured service's JVM. */
    protected static List<String> serverOptions() {
        return Installation.javaOptions(System.getenv()).orElse(SERVER);
    }

    @Override
    public final Integer call() throws IOException {
        Installation installation = Installation.find();
        LocalDate date = LocalDate.now(ZoneOffset.UTC);
        Path work = Files.createTempDirectory("covenant-bench");
        try {
            Machine machine = Machine.look(work);
            Measured measured = measure(installation, work);
            String page = String.format(
                    Locale.ROOT,
                    "# %s, %s%n%n%s%n## Machine%n%n- %s%n- Load average before the start: %.2f%n- Java %s%n",
                    spec.name(),
                    date,
                    measured.page(),
                    machine.described(),
                    machine.load(),
                    System.getProperty("java.vm.version"));
            say("");
            say(page);
            measured.problems().forEach(spec.commandLine().getErr()::println);
            if (!measured.problems().isEmpty()) {
                return 1;
            }
            if (!quick && !noPage) {
                Results.keep(installation, date, spec.name(), page, this::say);
            }
            return 0;
        } finally {
            delete(work);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
