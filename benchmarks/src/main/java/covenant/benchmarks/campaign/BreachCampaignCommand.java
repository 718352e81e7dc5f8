package covenant.benchmarks.campaign;

import covenant.benchmarks.measure.Machine;
import covenant.benchmarks.page.Results;
import covenant.local.stack.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./covenant bench breach-campaign}. */
@Command(
        name = "breach-campaign",
        description =
                "A breach notice to a million people by mail, the service killed twice, against the sink's own rate.",
        mixinStandardHelpOptions = true)
public final class BreachCampaignCommand implements Callable<Integer> {
    private static final List<String> SERVER = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
    private static final int CLIENTS = 8;
    /** Two lots of twelve, one being recorded and one waiting, and one in the hands of each courier. */
    private static final int UNRECORDED = 2 * 12 + CLIENTS;

    private static final int QUICK = 10_000;
    /** About as long as the notice, text and HTML. */
    private static final String TEXT = "A line of a notice, as long as most of its lines are.\n".repeat(30);

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "10,000 people: whether it works, not how fast. Writes no page.")
    private boolean quick;

    @Option(names = "--people", defaultValue = "1000000", description = "People concerned (${DEFAULT-VALUE}).")
    private int people;

    @Option(names = "--no-page", description = "Print only.")
    private boolean noPage;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = Installation.find();
        List<String> javaOptions = Installation.javaOptions(System.getenv()).orElse(SERVER);
        int concerned = quick ? QUICK : people;
        Path work = Files.createTempDirectory("covenant-bench");
        try (CampaignGround ground =
                CampaignGround.open(installation, work.resolve("data"), javaOptions, out::println)) {
            out.println("Storing " + concerned + " addresses");
            ground.addPeople(concerned);
            SinkRate sink = new SinkRate(ground.stack().ports().smtp(), TEXT);
            Duration time = Duration.ofSeconds(quick ? 5 : 30);
            sink.measure(CLIENTS, time);
            double before = sink.measure(CLIENTS, time);
            BreachCampaign.Outcome outcome = new BreachCampaign(ground, concerned, out::println).run();
            double after = sink.measure(CLIENTS, time);
            String page = page(concerned, Machine.look(work), (before + after) / 2, outcome);
            out.println(page);
            boolean whole = outcome.arrived().persons() == concerned
                    && outcome.arrived().doubled() == 0
                    && outcome.arrived().repeated() <= (long) UNRECORDED * outcome.kills();
            if (whole && !quick && !noPage) {
                Results.keep(installation, LocalDate.now(ZoneOffset.UTC), spec.name(), page, out::println);
            }
            return whole ? 0 : 1;
        } finally {
            delete(work);
        }
    }

    private static String page(int people, Machine machine, double sink, BreachCampaign.Outcome o) {
        return String.format(
                Locale.ROOT,
                """
                # breach-campaign

                %s

                | | |
                |---|---|
                | people | %,d |
                | reached per second, expansion and the catching up after each kill included | %.0f |
                | the sink's own rate, %d connections, before and after | %.0f |
                | ratio (aim: 0.5) | %.2f |
                | kills on the way | %d |
                | persons with a mail | %,d |
                | mails repeated under the same Message-ID (at most %d handed over and not recorded at each kill) | %d |
                | persons with two notices | %d |
                | memory of the service at a tenth and at the end | %d and %d MiB |
                """,
                machine.described(),
                people,
                o.perSecond(),
                CLIENTS,
                sink,
                o.perSecond() / sink,
                o.kills(),
                o.arrived().persons(),
                UNRECORDED,
                o.arrived().repeated(),
                o.arrived().doubled(),
                o.memoryMebibytes()[0],
                o.memoryMebibytes()[1]);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
