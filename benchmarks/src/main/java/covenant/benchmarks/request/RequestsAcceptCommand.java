package covenant.benchmarks.request;

import covenant.benchmarks.load.Load;
import covenant.benchmarks.load.Subjects;
import covenant.benchmarks.measure.Latencies;
import covenant.benchmarks.measure.Median;
import covenant.benchmarks.page.BenchCommand;
import covenant.benchmarks.page.Lengths;
import covenant.local.stack.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./covenant bench requests-accept}: how many requests of data subjects are accepted in a second. */
@Command(
        name = "requests-accept",
        description = "POST /v1/requests, durable, relay and authentication on: 200 per second are promised.",
        mixinStandardHelpOptions = true)
public final class RequestsAcceptCommand extends BenchCommand {
    private static final int PROMISED = 200;
    private static final int WARM_UP = 9_000;

    private static final Duration SHORT = Duration.ofSeconds(2);

    @Mixin
    private Lengths lengths = new Lengths();

    @Option(names = "--clients", defaultValue = "16", description = "Clients (${DEFAULT-VALUE}).")
    private int clients;

    @Override
    protected Measured measure(Installation installation, Path work) {
        try (Desk desk = Desk.open(installation, work.resolve("data"), serverOptions(), this::say)) {
            return measure(desk);
        }
    }

    private Measured measure(Desk desk) {
        Subjects acknowledged = new Subjects();
        List<Load.Result> results = new ArrayList<>();
        drive(desk, WARM_UP, quick() ? SHORT : lengths.warmUp(), acknowledged);
        for (int run = 1; run <= (quick() ? 2 : lengths.runs()); run++) {
            Load.Result result = drive(desk, run, quick() ? SHORT : lengths.each(), acknowledged);
            results.add(result);
            say(String.format(Locale.ROOT, "Run %d: %.0f/s, errors %d", run, perSecond(result), result.errors()));
        }
        long stored = desk.number("select count(*) from request where subject_id like '" + Subjects.PREFIX
                + "%' and status = 'RECEIVED'");
        return new Measured(page(results, stored) + desk.described(), problems(results, acknowledged.count(), stored));
    }

    private Load.Result drive(Desk desk, int run, Duration length, Subjects acknowledged) {
        Load.Result result = new Load(
                        desk.port(), "/v1/requests", desk.tokens(quick() ? 8 : clients), run, length, Wish.ACCESS)
                .drive();
        acknowledged.addAll(result.acknowledged());
        return result;
    }

    /** Speed is judged in a whole measurement only: a few seconds on a busy machine say nothing about it. */
    private List<String> problems(List<Load.Result> results, long acknowledged, long stored) {
        List<String> problems = new ArrayList<>();
        results.stream().flatMap(r -> r.failures().stream()).forEach(problems::add);
        if (stored < acknowledged) {
            problems.add((acknowledged - stored) + " acknowledged requests are not in the database");
        }
        double median = Median.of(results, RequestsAcceptCommand::perSecond);
        if (!quick() && median < PROMISED) {
            problems.add(String.format(Locale.ROOT, "%.0f requests per second, %d are promised", median, PROMISED));
        }
        return problems;
    }

    private static String page(List<Load.Result> results, long stored) {
        return String.format(
                Locale.ROOT,
                """
                | median of %d runs | |
                |---|---:|
                | requests accepted per second | **%.0f** |
                | promised | %d |
                | p50, ms | %.2f |
                | p99, ms | %.2f |
                | errors | %d |

                Each acknowledged request is looked up in the database afterwards: %d are there.
                """,
                results.size(),
                Median.of(results, RequestsAcceptCommand::perSecond),
                PROMISED,
                Median.of(results, r -> millis(r.latencies(), 50)),
                Median.of(results, r -> millis(r.latencies(), 99)),
                results.stream().mapToLong(Load.Result::errors).sum(),
                stored);
    }

    private static double millis(Latencies latencies, int percent) {
        return latencies.percentile(percent).toNanos() / 1e6;
    }

    private static double perSecond(Load.Result result) {
        return result.acknowledged().count() / (result.elapsed().toNanos() / 1e9);
    }
}
