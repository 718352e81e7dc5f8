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
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./covenant bench consent-writes}. */
@Command(
        name = "consent-writes",
        description = "POST /v1/consents, durable, relay and authentication on, against pgbench with the same inserts.",
        mixinStandardHelpOptions = true)
public final class ConsentWritesCommand implements Callable<Integer> {

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

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Pgbench pgbench = Pgbench.locate();
        Installation installation = Installation.find();
        List<String> javaOptions = Installation.javaOptions(System.getenv()).orElse(SERVER);
        Plan plan =
                quick ? Plan.quick() : new Plan(clients, lengths.runs(), lengths.warmUp(), Plan.WARM, lengths.each());
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
                Report report = new ConsentWrites(plan, ground, pgbench, work, out::println).measure();
                return finish(report, setting, installation, out);
            }
        } finally {
            delete(work);
        }
    }

    private int finish(Report report, Setting setting, Installation installation, PrintWriter out) throws IOException {
        String page = Page.of(report, setting);
        out.println();
        out.println(page);
        if (!report.problems().isEmpty()) {
            report.problems().forEach(spec.commandLine().getErr()::println);
            return 1;
        }
        if (!quick && !noPage) {
            Results.keep(installation, setting.date(), spec.name(), page, out::println);
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
