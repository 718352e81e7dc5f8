package covenant.benchmarks.consent;

import covenant.benchmarks.load.GrantBody;
import covenant.benchmarks.load.Load;
import covenant.benchmarks.load.Subjects;
import covenant.benchmarks.measure.Latencies;
import covenant.benchmarks.measure.Measurement;
import covenant.benchmarks.measure.ProcFiles;
import covenant.benchmarks.measure.ProcessorTime;
import covenant.benchmarks.measure.Processors;
import covenant.benchmarks.pgbench.Pgbench;
import covenant.benchmarks.pgbench.PgbenchResult;
import covenant.contracts.Topic;
import covenant.local.client.Poll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Runs both sides in turns and looks afterwards whether everything is there that was acknowledged. */
final class ConsentWrites {

    /** Numbers of the warm-up's runs, so that its persons are others than those of the measured runs. */
    private static final int WARM_UP_RUNS = 1000;

    private static final Duration DRAIN_WAIT = Duration.ofMinutes(5);

    private final Plan plan;
    private final Ground ground;
    private final Databases databases;
    private final Pgbench pgbench;
    private final Path work;
    private final Consumer<String> say;
    private final Subjects acknowledged = new Subjects();
    private final List<String> failures = new ArrayList<>();
    private final List<String> tokens;
    private final GrantBody grant;
    private final Path script;
    private long warmUpWrites;
    private long referenceTransactions;
    private Map<String, Rows> referenceEvents = Map.of();
    private long transactionsOfThem;

    /** @param work a directory for what is needed meanwhile */
    ConsentWrites(Plan plan, Ground ground, Pgbench pgbench, Path work, Consumer<String> say) {
        this.plan = plan;
        this.ground = ground;
        this.databases = ground.databases();
        this.pgbench = pgbench;
        this.work = work;
        this.say = say;
        this.tokens = ground.tokens(plan.clients());
        this.grant = ground.grant();
        this.script = ReferenceScript.unpack(work);
    }

    Report measure() {
        warmUp();
        List<Run> reference = new ArrayList<>();
        List<Run> service = new ArrayList<>();
        for (int run = 1; run <= plan.runs(); run++) {
            reference.add(reference(run, plan.each()));
            service.add(service(run, plan.each()));
            say.accept(progress(run, reference.getLast(), service.getLast()));
        }
        say.accept("Looking whether everything is there");
        TopicContent events = topic(Topic.CONSENT);
        TopicContent states = topic(Topic.CONSENT_STATE);
        Verification verification = Verification.of(
                acknowledged, databases.storedConsents(), events, states, databases.outboxRows(Databases.SERVICE));
        return new Report(
                plan,
                warmUpWrites,
                reference,
                service,
                verification,
                databases.left(Databases.SERVICE),
                differences(verification.stored(), events, states),
                List.copyOf(failures));
    }

    private void warmUp() {
        say.accept("Warming up: pgbench %d s, the service %d s or more"
                .formatted(plan.referenceWarmUp().toSeconds(), plan.warmUp().toSeconds()));
        reference(0, plan.referenceWarmUp());
        for (int i = 0; i < Plan.MAX_WARM_UPS && (i == 0 || acknowledged.count() < plan.warmUpWrites()); i++) {
            service(WARM_UP_RUNS + i, plan.warmUp());
        }
        warmUpWrites = acknowledged.count();
        say.accept("Warm after %d consents".formatted(warmUpWrites));
    }

    private List<String> differences(long consents, TopicContent events, TopicContent states) {
        List<String> differences = new ArrayList<>(Likeness.differences(
                databases.left(Databases.SERVICE),
                consents,
                databases.left(Databases.REFERENCE),
                referenceTransactions));
        differences.addAll(Likeness.differences(
                Map.of(events.name(), events.rows(), states.name(), states.rows()),
                consents,
                referenceEvents,
                transactionsOfThem));
        return differences;
    }

    private String progress(int run, Run reference, Run service) {
        Measurement r = reference.measurement();
        Measurement s = service.measurement();
        return String.format(
                Locale.ROOT,
                "Run %d of %d: pgbench %.0f/s, service %.0f/s (%.2f); p99 %s and %s ms; errors %d",
                run,
                plan.runs(),
                r.perSecond(),
                s.perSecond(),
                s.perSecond() / r.perSecond(),
                Latencies.millis(r.latencies().percentile(99)),
                Latencies.millis(s.latencies().percentile(99)),
                r.errors() + s.errors());
    }

    private Run reference(int run, Duration duration) {
        databases.settle();
        long wal = databases.walPosition();
        Processors.Mark mark = Processors.watching(watched(Map.of("pgbench", ProcFiles.endedChildren())))
                .mark();
        PgbenchResult result = pgbench.run(
                new Pgbench.Job(
                        ground.stack().ports().postgres(),
                        ground.role(),
                        Databases.REFERENCE,
                        ground.password(),
                        script,
                        plan.clients(),
                        run,
                        duration,
                        Pgbench.Protocol.PREPARED),
                work);
        ProcessorTime processors = mark.untilNow();
        long written = databases.walPosition() - wal;
        referenceTransactions += result.transactions();
        referenceEvents = databases.referenceEvents(Topic.CONSENT, Topic.CONSENT_STATE);
        transactionsOfThem = result.transactions();
        return new Run(
                new Measurement(
                        result.transactions(), result.failed(), result.elapsed(), result.latencies(), processors),
                written,
                databases.outboxRows(Databases.REFERENCE),
                Duration.ZERO);
    }

    private Run service(int run, Duration duration) {
        databases.settle();
        long wal = databases.walPosition();
        Processors.Mark mark = Processors.watching(watched(Map.of("load generator", ProcFiles.self())))
                .mark();
        Load.Result result = new Load(ground.servicePort(), "/v1/consents", tokens, run, duration, grant).drive();
        ProcessorTime processors = mark.untilNow();
        long backlog = databases.outboxRows(Databases.SERVICE);
        Duration drained = awaitDrained();
        acknowledged.addAll(result.acknowledged());
        failures.addAll(result.failures());
        return new Run(
                new Measurement(
                        result.acknowledged().count(),
                        result.errors(),
                        result.elapsed(),
                        result.latencies(),
                        processors),
                databases.walPosition() - wal,
                backlog,
                drained);
    }

    private Map<String, LongSupplier> watched(Map<String, LongSupplier> client) {
        Map<String, LongSupplier> groups = new LinkedHashMap<>();
        groups.put("service", ProcFiles.tree(ground.servicePid()));
        groups.put(
                "PostgreSQL", ProcFiles.tree(ground.stack().postgres().process().pid()));
        groups.put("Kafka", ProcFiles.tree(ground.stack().kafka().process().pid()));
        groups.putAll(client);
        return groups;
    }

    /** Waits until the relay has published everything; says how long that took. */
    private Duration awaitDrained() {
        long start = System.nanoTime();
        Poll.until(
                DRAIN_WAIT,
                () -> databases.outboxRows(Databases.SERVICE) == 0 ? Optional.of(Boolean.TRUE) : Optional.empty());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private TopicContent topic(Topic topic) {
        return TopicContent.read(ground.stack().kafka().bootstrapServers(), topic);
    }
}
