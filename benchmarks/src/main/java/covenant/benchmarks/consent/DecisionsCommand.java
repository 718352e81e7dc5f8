package covenant.benchmarks.consent;

import covenant.benchmarks.load.Load;
import covenant.benchmarks.measure.Latencies;
import covenant.benchmarks.measure.Measurement;
import covenant.benchmarks.measure.Median;
import covenant.benchmarks.pgbench.Pgbench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ./covenant bench decisions}. */
@Command(
        name = "decisions",
        description = "POST /v1/decisions, uncached, authentication on, against pgbench with the same SELECT.",
        mixinStandardHelpOptions = true)
public final class DecisionsCommand extends MeasuringCommand {

    private static final double SHARE_OF_FULL_LOAD = 0.7;
    private static final int TAIL_AIM_MILLIS = 10;
    private static final Load.Expected PERMITTED = new Load.Expected(200, "\"PERMIT\"");

    @Override
    String name() {
        return "decisions";
    }

    @Override
    Measured measure(Tools tools) {
        Population population = new Population(tools.quick() ? 1_000 : 100_000);
        population.growFrom(new Population(0), tools.ground().databases(), tools.say());
        Path script =
                ReferenceScript.unpack(tools.work(), "decisions", Map.of("last", Long.toString(population.size() - 1)));
        Duel duel = new Duel(tools.ground(), tools.plan(), tools.say());
        List<String> tokens = tools.ground().tokens(tools.plan().clients());
        Duel.Outcome outcome = duel.fight(
                new Duel.Side(
                        "pgbench",
                        1,
                        run -> duel.pgbench(tools.pgbench(), script, Databases.SERVICE, run, tools.work())),
                new Duel.Side(
                        "service",
                        1,
                        run -> duel.http(load(tools, tokens, population, run, duel.length(run), Duration.ZERO))),
                new Duel.Side(
                        "pgbench with its default protocol",
                        1,
                        run -> duel.pgbench(
                                tools.pgbench(),
                                script,
                                Databases.SERVICE,
                                run,
                                tools.work(),
                                Pgbench.Protocol.SIMPLE)));
        Measurement paced = paced(tools, tokens, population, duel, outcome);
        Duration p99 = paced.latencies().percentile(99);
        String remark = Page.fill(
                "At %.0f %% of the full load (%.0f/s asked for, %.0f/s answered) p50 is %s ms and p99 %s ms, counted from when a request"
                        + " was due, after a warm-up of its own; below %d ms is aimed at: %s.",
                SHARE_OF_FULL_LOAD * 100,
                SHARE_OF_FULL_LOAD * Median.of(outcome.serviceRuns(), Measurement::perSecond),
                paced.perSecond(),
                Latencies.millis(paced.latencies().median()),
                Latencies.millis(p99),
                TAIL_AIM_MILLIS,
                p99.toMillis() < TAIL_AIM_MILLIS ? "reached" : "not reached");
        DuelPage.Frame frame = new DuelPage.Frame(
                name(),
                "`POST /v1/decisions` (authentication on, nothing cached) against pgbench with the SELECT that a decision makes.",
                "decisions",
                List.of(0.25, 0.4),
                "%,d persons with one separate consent each; every request asks about one of them at random and is answered PERMIT."
                        .formatted(population.size()),
                List.of(defaultProtocol(outcome), remark));
        return new Measured(DuelPage.of(frame, outcome, tools.plan(), tools.setting()), outcome.problems());
    }

    /** The design's figure for this SELECT, about 24,000 a second, is that of pgbench as it comes. */
    private static String defaultProtocol(Duel.Outcome outcome) {
        Duel.Beside simple = outcome.beside().getFirst();
        return Page.fill(
                "pgbench prepares the statement once per connection in the runs above. As it comes, with the statement sent as text and"
                        + " planned each time, it made %.0f/s in the same turns: against that the ratio is **%.2f**.",
                Median.of(simple.runs(), Measurement::perSecond),
                Median.of(outcome.ratiosTo(simple), Double::doubleValue));
    }

    private static Measurement paced(
            Tools tools, List<String> tokens, Population population, Duel duel, Duel.Outcome outcome) {
        double rate = SHARE_OF_FULL_LOAD * Median.of(outcome.serviceRuns(), Measurement::perSecond);
        Duration pace = Duration.ofNanos(Math.max(1, Math.round(tokens.size() / rate * 1e9)));
        // The load generator paces itself by code that it has not run yet, and which halts all of its clients when it
        // is compiled.
        Measurement unused = duel.http(load(
                tools, tokens, population, Duel.WARM_UP_RUN + 1, tools.plan().warmUp(), pace));
        return duel.http(load(
                tools, tokens, population, tools.plan().runs() + 1, tools.plan().each(), pace));
    }

    private static Load load(
            Tools tools, List<String> tokens, Population population, int run, Duration duration, Duration pace) {
        return new Load(
                tools.ground().servicePort(),
                "/v1/decisions",
                tokens,
                run,
                duration,
                pace,
                population::decision,
                PERMITTED);
    }
}
