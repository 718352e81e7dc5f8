package covenant.benchmarks.consent;

import covenant.benchmarks.load.Load;
import covenant.benchmarks.measure.Measurement;
import covenant.benchmarks.measure.Median;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ./covenant bench decision-growth}. */
@Command(
        name = "decision-growth",
        description = "What a decision costs with 10,000, 100,000, 1 and 5 million consents in the database.",
        mixinStandardHelpOptions = true)
public final class DecisionGrowthCommand extends MeasuringCommand {

    /** Flat: at the largest size at most twice what it costs at the smallest. */
    static final double FLAT = 2;

    private static final List<Long> SIZES = List.of(10_000L, 100_000L, 1_000_000L, 5_000_000L);
    private static final List<Long> QUICK_SIZES = List.of(1_000L, 10_000L);

    /** One size, both sides. */
    record Step(long size, Duel.Outcome outcome) {
        double servicePerSecond() {
            return Median.of(outcome.serviceRuns(), Measurement::perSecond);
        }

        double referencePerSecond() {
            return Median.of(outcome.referenceRuns(), Measurement::perSecond);
        }

        double millis(double percent) {
            return Median.of(
                    outcome.serviceRuns(),
                    m -> m.latencies().percentile(percent).toNanos() / 1e6);
        }
    }

    @Override
    String name() {
        return "decision-growth";
    }

    @Override
    Measured measure(Tools tools) {
        List<Step> steps = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Population before = new Population(0);
        for (long size : tools.quick() ? QUICK_SIZES : SIZES) {
            Population population = new Population(size);
            population.growFrom(before, tools.ground().databases(), tools.say());
            before = population;
            steps.add(new Step(size, duel(tools, population)));
            problems.addAll(steps.getLast().outcome().problems());
        }
        return new Measured(page(steps, tools.plan(), tools.setting()), problems);
    }

    private static Duel.Outcome duel(Tools tools, Population population) {
        Duel duel = new Duel(tools.ground(), tools.plan(), tools.say());
        Path script =
                ReferenceScript.unpack(tools.work(), "decisions", Map.of("last", Long.toString(population.size() - 1)));
        List<String> tokens = tools.ground().tokens(tools.plan().clients());
        return duel.fight(
                new Duel.Side(
                        "pgbench",
                        1,
                        run -> duel.pgbench(tools.pgbench(), script, Databases.SERVICE, run, tools.work())),
                new Duel.Side(
                        "service",
                        1,
                        run -> duel.http(new Load(
                                tools.ground().servicePort(),
                                "/v1/decisions",
                                tokens,
                                run,
                                duel.length(run),
                                Duration.ZERO,
                                population::decision,
                                new Load.Expected(200, "\"PERMIT\"")))));
    }

    static String page(List<Step> steps, Plan plan, Setting setting) {
        StringBuilder table = new StringBuilder("""
                | consents | service /s | p50, ms | p99, ms | pgbench /s | ratio | cost against the smallest |
                |---:|---:|---:|---:|---:|---:|---:|""");
        steps.forEach(step -> table.append(String.format(
                Locale.ROOT,
                "%n| %,d | %.0f | %.2f | %.2f | %.0f | %.2f | %.2f |",
                step.size(),
                step.servicePerSecond(),
                step.millis(50),
                step.millis(99),
                step.referencePerSecond(),
                step.outcome().medianRatio(),
                growth(steps.getFirst(), step))));
        double growth = growth(steps.getFirst(), steps.getLast());
        return Page.fill(
                """
                # decision-growth, %s

                `POST /v1/decisions` while the tables grow. Persons and consents are filled in by SQL; each has one separate consent.

                ## Result

                %s

                A decision costs %.2f times as much at %,d consents as at %,d; at most %.0f is aimed at: %s.

                %s

                ## Method

                At each size %d clients a side, warm-up of %d s, then %d runs of %d s each in turns with pgbench, which makes the SELECT of a
                decision; `analyze` and a checkpoint after each filling. Cost is processor-bound time per decision: the smallest size's rate
                over this size's.
                """,
                setting.date(),
                table,
                growth,
                steps.getLast().size(),
                steps.getFirst().size(),
                FLAT,
                growth <= FLAT ? "reached" : "not reached",
                DuelPage.where(setting),
                plan.clients(),
                plan.warmUp().toSeconds(),
                plan.runs(),
                plan.each().toSeconds());
    }

    /** How much more a decision costs than at the smallest size. */
    static double growth(Step smallest, Step step) {
        return smallest.servicePerSecond() / step.servicePerSecond();
    }
}
