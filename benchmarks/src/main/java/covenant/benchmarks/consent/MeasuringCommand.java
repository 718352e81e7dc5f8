package covenant.benchmarks.consent;

import covenant.benchmarks.measure.Machine;
import covenant.benchmarks.page.Lengths;
import covenant.benchmarks.page.Results;
import covenant.benchmarks.pgbench.Pgbench;
import covenant.local.stack.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the benchmarks of the consent-service have in common: options, the ground, the page. */
abstract class MeasuringCommand implements Callable<Integer> {

    /** What a server's JVM is given; the local stack starts faster and peaks lower with others. */
    private static final List<String> SERVER = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "A few seconds: whether it works, not how fast. Writes no page.")
    private boolean quick;

    @Mixin
    private Lengths lengths = new Lengths();

    @Option(names = "--clients", defaultValue = "32", description = "Clients of each side (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--no-page", description = "Print only.")
    private boolean noPage;

    /** @param page Markdown; @param problems why the numbers must not be used */
    record Measured(String page, List<String> problems) {}

    /** What a benchmark measures on. */
    record Tools(
            Ground ground,
            Plan plan,
            Pgbench pgbench,
            Path work,
            Setting setting,
            Consumer<String> say,
            boolean quick) {}

    abstract String name();

    abstract Measured measure(Tools tools);

    @Override
    public final Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Pgbench pgbench = Pgbench.locate();
        Installation installation = Installation.find();
        List<String> javaOptions = Installation.javaOptions(System.getenv()).orElse(SERVER);
        Plan plan = quick ? Plan.quick() : new Plan(clients, lengths.runs(), lengths.warmUp(), 0, lengths.each());
        Path work = Files.createTempDirectory("covenant-bench");
        try {
            Machine machine = Machine.look(work);
            try (Ground ground = Ground.open(installation, work.resolve("data"), javaOptions, out::println)) {
                Databases databases = ground.databases();
                Setting setting = new Setting(
                        LocalDate.now(ZoneOffset.UTC),
                        machine,
                        Versions.of(installation, databases, pgbench),
                        javaOptions,
                        databases.durability());
                Measured measured = measure(new Tools(ground, plan, pgbench, work, setting, out::println, quick));
                return finish(measured, setting, installation, out);
            }
        } finally {
            delete(work);
        }
    }

    private int finish(Measured measured, Setting setting, Installation installation, PrintWriter out)
            throws IOException {
        out.println();
        out.println(measured.page());
        if (!measured.problems().isEmpty()) {
            measured.problems().forEach(spec.commandLine().getErr()::println);
            return 1;
        }
        if (!quick && !noPage) {
            Results.keep(installation, setting.date(), name(), measured.page(), out::println);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
