package covenant.benchmarks.consent;

import covenant.benchmarks.load.Load;
import covenant.benchmarks.measure.Latencies;
import covenant.benchmarks.measure.Measurement;
import covenant.benchmarks.measure.Median;
import covenant.benchmarks.measure.ProcFiles;
import covenant.benchmarks.measure.ProcessorTime;
import covenant.benchmarks.measure.Processors;
import covenant.benchmarks.pgbench.Pgbench;
import covenant.benchmarks.pgbench.PgbenchResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Two sides in turns, run by run, after a warm-up of each; rates count units, of which an operation may hold many. */
final class Duel {

    /** Numbers of the warm-up's runs. */
    static final int WARM_UP_RUN = 1000;

    private final Ground ground;
    private final Plan plan;
    private final Consumer<String> say;
    private final List<String> failures = new ArrayList<>();

    Duel(Ground ground, Plan plan, Consumer<String> say) {
        this.ground = ground;
        this.plan = plan;
        this.say = say;
    }

    /**
     * One side.
     *
     * @param name as the page calls it
     * @param unitsEach units in one operation: 1,000 decisions in a batch
     */
    record Side(String name, int unitsEach, IntFunction<Measurement> run) {
        double unitsPerSecond(Measurement m) {
            return m.perSecond() * unitsEach;
        }
    }

    /** A further reference, run in the same turns; it is told, not judged. */
    record Beside(Side side, List<Measurement> runs) {}

    /** What came of it, in order of the runs. */
    record Outcome(
            Side reference,
            Side service,
            List<Measurement> referenceRuns,
            List<Measurement> serviceRuns,
            List<Beside> beside,
            List<String> failures) {

        List<Double> ratios() {
            return ratiosTo(new Beside(reference, referenceRuns));
        }

        List<Double> ratiosTo(Beside other) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < serviceRuns.size(); i++) {
                ratios.add(service.unitsPerSecond(serviceRuns.get(i))
                        / other.side().unitsPerSecond(other.runs().get(i)));
            }
            return ratios;
        }

        double medianRatio() {
            return Median.of(ratios(), Double::doubleValue);
        }

        long errors() {
            return Stream.concat(referenceRuns.stream(), serviceRuns.stream())
                    .mapToLong(Measurement::errors)
                    .sum();
        }

        List<String> problems() {
            return errors() == 0 && failures.isEmpty()
                    ? List.of()
                    : List.of(errors() + " errors in the measured runs; the first ones, those of the warm-up included: "
                            + failures);
        }
    }

    Outcome fight(Side reference, Side service, Side... besides) {
        say.accept("Warming up for %d s a side".formatted(plan.warmUp().toSeconds()));
        Measurement unusedReference = reference.run().apply(0);
        Measurement unusedService = service.run().apply(WARM_UP_RUN);
        List<Measurement> theirs = new ArrayList<>();
        List<Measurement> ours = new ArrayList<>();
        List<Beside> beside = Stream.of(besides)
                .map(side -> new Beside(side, new ArrayList<>()))
                .toList();
        for (int run = 1; run <= plan.runs(); run++) {
            theirs.add(reference.run().apply(run));
            ours.add(service.run().apply(run));
            for (Beside other : beside) {
                other.runs().add(other.side().run().apply(run));
            }
            Measurement r = theirs.getLast();
            Measurement s = ours.getLast();
            say.accept(String.format(
                    Locale.ROOT,
                    "Run %d of %d: %s %.0f/s, %s %.0f/s; p99 %s and %s ms; errors %d",
                    run,
                    plan.runs(),
                    reference.name(),
                    reference.unitsPerSecond(r),
                    service.name(),
                    service.unitsPerSecond(s),
                    Latencies.millis(r.latencies().percentile(99)),
                    Latencies.millis(s.latencies().percentile(99)),
                    r.errors() + s.errors()));
        }
        return new Outcome(reference, service, theirs, ours, beside, List.copyOf(failures));
    }

    /** How long a run lasts: the warm-up's, or a measured one's. */
    Duration length(int run) {
        return run == 0 || run == WARM_UP_RUN ? plan.warmUp() : plan.each();
    }

    Measurement http(Load load) {
        ground.databases().settle();
        Processors.Mark mark = Processors.watching(watched(Map.of("load generator", ProcFiles.self())))
                .mark();
        Load.Result result = load.drive();
        ProcessorTime processors = mark.untilNow();
        failures.addAll(result.failures());
        return new Measurement(
                result.acknowledged().count(), result.errors(), result.elapsed(), result.latencies(), processors);
    }

    Measurement pgbench(Pgbench pgbench, Path script, String database, int run, Path work) {
        return pgbench(pgbench, script, database, run, work, Pgbench.Protocol.PREPARED);
    }

    Measurement pgbench(Pgbench pgbench, Path script, String database, int run, Path work, Pgbench.Protocol protocol) {
        ground.databases().settle();
        Processors.Mark mark = Processors.watching(watched(Map.of("pgbench", ProcFiles.endedChildren())))
                .mark();
        PgbenchResult result = pgbench.run(
                new Pgbench.Job(
                        ground.stack().ports().postgres(),
                        ground.role(),
                        database,
                        ground.password(),
                        script,
                        plan.clients(),
                        run,
                        length(run),
                        protocol),
                work);
        return new Measurement(
                result.transactions(), result.failed(), result.elapsed(), result.latencies(), mark.untilNow());
    }

    private Map<String, LongSupplier> watched(Map<String, LongSupplier> client) {
        Map<String, LongSupplier> groups = new LinkedHashMap<>();
        groups.put("service", ProcFiles.tree(ground.servicePid()));
        groups.put(
                "PostgreSQL", ProcFiles.tree(ground.stack().postgres().process().pid()));
        groups.putAll(client);
        return groups;
    }
}
