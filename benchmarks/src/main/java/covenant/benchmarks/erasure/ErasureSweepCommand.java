package covenant.benchmarks.erasure;

import covenant.benchmarks.measure.Machine;
import covenant.benchmarks.page.Results;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./covenant bench erasure-sweep}. */
@Command(
        name = "erasure-sweep",
        description =
                "The erasure sweep with 10 thousand, 1 and 5 million due cases, and single cases behind the largest backlog.",
        mixinStandardHelpOptions = true)
public final class ErasureSweepCommand implements Callable<Integer> {
    private static final List<String> SERVER = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Under a minute: whether it works, not how fast. Writes no page.")
    private boolean quick;

    @Option(names = "--seconds", defaultValue = "60", description = "Length of a run (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "60", description = "Seconds before the first run (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--no-page", description = "Print only.")
    private boolean noPage;

    @Override
    public Integer call() throws IOException {
        Installation installation = Installation.find();
        SweepPlan plan =
                quick ? SweepPlan.quick() : SweepPlan.full(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        List<String> javaOptions =
                ErasureSweep.unlimited(Installation.javaOptions(System.getenv()).orElse(SERVER));
        Path work = Files.createTempDirectory("covenant-bench");
        try {
            return measure(installation, plan, javaOptions, work);
        } finally {
            delete(work);
        }
    }

    private int measure(Installation installation, SweepPlan plan, List<String> javaOptions, Path work)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LocalDate date = LocalDate.now(ZoneOffset.UTC);
        Machine machine = Machine.look(work);
        Selection selection = new Selection(Set.of(ErasureSweep.measured()), Optional.of(javaOptions));
        try (Stack stack = Stack.prepare(
                installation,
                DataDirectory.at(work.resolve("data")),
                StackPorts.free(),
                false,
                selection,
                out::println)) {
            stack.start();
            SweepReport report = new ErasureSweep(plan, stack, out::println).measure();
            SweepDatabase database = new SweepDatabase(stack.postgres());
            String page = SweepPage.of(report, date, machine, database.version(), database.durability(), javaOptions);
            out.println();
            out.println(page);
            report.problems().forEach(spec.commandLine().getErr()::println);
            if (report.problems().isEmpty() && !quick && !noPage) {
                Results.keep(installation, date, spec.name(), page, out::println);
            }
            return report.problems().isEmpty() ? 0 : 1;
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
