package covenant.benchmarks.up;

import covenant.benchmarks.measure.Median;
import covenant.benchmarks.measure.ProcessSize;
import covenant.benchmarks.page.BenchCommand;
import covenant.local.stack.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./covenant bench up}: from the command to five healthy services, on an empty data directory, and what they hold. */
@Command(
        name = "up",
        description =
                "./covenant up on built jars with an empty data directory: time to healthy, memory of the whole stack.",
        mixinStandardHelpOptions = true)
public final class StartUpCommand extends BenchCommand {

    static final Duration HEALTHY_WITHIN = Duration.ofSeconds(20);
    static final long MOST_KIBIBYTES = 2_500_000_000L / 1024;

    private static final Duration REST = Duration.ofSeconds(20);

    @Option(names = "--runs", defaultValue = "5", description = "Starts (${DEFAULT-VALUE}).")
    private int runs;

    /**
     * One start.
     *
     * @param load load average of the machine's last minute before it
     */
    record Start(Duration healthy, ProcessSize atOnce, ProcessSize rested, double load) {}

    @Override
    protected Measured measure(Installation installation, Path work) {
        List<Start> starts = new ArrayList<>();
        ProcessSize afterDemo = new ProcessSize(0, 0, 0);
        int times = quick() ? 1 : runs;
        for (int run = 1; run <= times; run++) {
            double load = covenant.benchmarks.measure.Machine.loadAverage();
            try (Script script = Script.up(installation.home(), work.resolve("data-" + run))) {
                Duration healthy = script.awaitHealthy();
                ProcessSize atOnce = ProcessSize.ofTree(script.pid());
                LockSupport.parkNanos(quick() ? 0 : REST.toNanos());
                starts.add(new Start(healthy, atOnce, ProcessSize.ofTree(script.pid()), load));
                say(String.format(
                        Locale.ROOT,
                        "Start %d of %d: healthy after %.1f s, %s",
                        run,
                        times,
                        seconds(healthy),
                        starts.getLast().rested().described()));
                if (run == times && !quick()) {
                    script.demo();
                    afterDemo = ProcessSize.ofTree(script.pid());
                }
            }
        }
        return new Measured(page(starts, afterDemo), List.of());
    }

    static String page(List<Start> starts, ProcessSize afterDemo) {
        double median = Median.of(starts, start -> seconds(start.healthy()));
        long most = Math.max(
                afterDemo.proportional(),
                starts.stream()
                        .mapToLong(start -> Math.max(
                                start.atOnce().proportional(), start.rested().proportional()))
                        .max()
                        .orElse(0));
        StringBuilder table = new StringBuilder("""
                | start | all healthy after, s | memory then | %d s later | load average before |
                |---:|---:|---:|---:|---:|
                """.formatted(REST.toSeconds()));
        for (int i = 0; i < starts.size(); i++) {
            Start start = starts.get(i);
            table.append(String.format(
                    Locale.ROOT,
                    "| %d | %.1f | %s | %s | %.1f |%n",
                    i + 1,
                    seconds(start.healthy()),
                    start.atOnce().described(),
                    start.rested().described(),
                    start.load()));
        }
        return String.format(
                Locale.ROOT,
                """
                `./covenant up` on built jars, each time with an empty data directory and ports of its own: PostgreSQL, Kafka, mail sink, witness and five
                services.

                %s
                - All healthy, median: **%.1f s**; below %d s is aimed at: %s.
                - After the last start `./covenant demo` was played; then the stack held %s.
                - The most memory seen: **%d MB**; below %d MB is aimed at: %s.

                ## Method

                Time: from the start of the script, its own look whether anything is to be built included, until `/q/health/ready` of all five said yes,
                asked every 50 ms. Databases, topics, keys and schemas are created in that time. Memory: proportional set size (Linux, `smaps_rollup`: a page
                that n processes share counts one n-th for each) of the supervisor and all its descendants, %d processes; in brackets the resident
                size, in which shared pages count for each. MB are MiB in the table and the list.
                """,
                table,
                median,
                HEALTHY_WITHIN.toSeconds(),
                median < HEALTHY_WITHIN.toSeconds() ? "reached" : "not reached",
                afterDemo.described(),
                most / 1024,
                MOST_KIBIBYTES / 1024,
                most < MOST_KIBIBYTES ? "reached" : "not reached",
                starts.getLast().rested().processes());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
