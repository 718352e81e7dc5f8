package covenant.benchmarks.relay;

import covenant.benchmarks.load.Backends;
import covenant.benchmarks.load.GrantBody;
import covenant.benchmarks.load.Load;
import covenant.benchmarks.measure.Median;
import covenant.benchmarks.measure.ProcFiles;
import covenant.benchmarks.measure.ProcessorTime;
import covenant.benchmarks.measure.Processors;
import covenant.benchmarks.page.BenchCommand;
import covenant.contracts.Topic;
import covenant.embedded.kafka.CovenantTopics;
import covenant.embedded.kafka.TopicSpec;
import covenant.embedded.kafka.Topics;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./covenant bench relay}: how fast the outbox empties into Kafka, against Kafka's own tool that only sends. */
@Command(
        name = "relay",
        description = "The outbox relay against kafka-producer-perf-test, same record size, acks and broker.",
        mixinStandardHelpOptions = true)
public final class RelayCommand extends BenchCommand {

    static final double AIM = 0.25;

    private static final Service MEASURED = Service.CONSENT;
    private static final String REFERENCE_TOPIC = "bench-reference";
    private static final int MEBIBYTE = 1024 * 1024;

    @Option(names = "--events", defaultValue = "200000", description = "Events in the outbox a run (${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--records",
            defaultValue = "1000000",
            description = "Records of the reference a run (${DEFAULT-VALUE}).")
    private int records;

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each side (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warm-up",
            defaultValue = "1500000",
            description = "Events before the first run (${DEFAULT-VALUE}).")
    private int warmUp;

    /** One emptying of the outbox. */
    record Emptied(double perSecond, ProcessorTime processors, Deliveries deliveries) {}

    @Override
    protected Measured measure(Installation installation, Path work) {
        try (Stack stack = Stack.prepare(
                installation,
                DataDirectory.at(work.resolve("data")),
                StackPorts.free(),
                false,
                new Selection(Set.of(MEASURED), Optional.of(serverOptions())),
                this::say)) {
            stack.start();
            Topics.ensure(
                    stack.kafka().bootstrapServers(),
                    List.of(new TopicSpec(REFERENCE_TOPIC, CovenantTopics.DEFAULT_PARTITIONS, false, MEBIBYTE)));
            return measure(stack);
        } catch (SQLException | java.io.IOException e) {
            throw new IllegalStateException("Cannot measure the relay", e);
        }
    }

    private Measured measure(Stack stack) throws SQLException, java.io.IOException {
        int each = quick() ? 2_000 : events;
        int turns = quick() ? 1 : runs;
        List<Double> reference = new ArrayList<>();
        List<Emptied> relay = new ArrayList<>();
        int bytes;
        try (OutboxRows outbox = new OutboxRows(stack.postgres(), MEASURED.database());
                TopicReader reader =
                        new TopicReader(stack.kafka().bootstrapServers(), Topic.CONSENT, Topic.CONSENT_STATE)) {
            outbox.learn(() -> consents(stack));
            bytes = outbox.averageRecordBytes();
            PerformanceTool tool = new PerformanceTool(stack.kafka().bootstrapServers(), REFERENCE_TOPIC, bytes);
            say("Warming up; a record has " + bytes + " bytes");
            int warm = quick() ? 0 : (warmUp + each - 1) / each;
            for (int i = 0; i < warm; i++) {
                empty(stack, outbox, reader, 1_000 + i, each);
            }
            for (int run = 1; run <= turns; run++) {
                reference.add(tool.run(quick() ? 2_000 : records));
                relay.add(empty(stack, outbox, reader, run, each));
                say(String.format(
                        Locale.ROOT,
                        "Run %d of %d: tool %.0f/s, relay %.0f/s",
                        run,
                        turns,
                        reference.getLast(),
                        relay.getLast().perSecond()));
            }
        }
        return new RelayPage(each, quick() ? 2_000 : records, bytes, reference, relay).measured(serverOptions());
    }

    private Load.Result consents(Stack stack) {
        return new Load(
                        stack.ports().of(MEASURED),
                        "/v1/consents",
                        Backends.tokens(stack.keys(), 4),
                        1,
                        Duration.ofSeconds(1),
                        GrantBody.inForce(stack))
                .drive();
    }

    private static Emptied empty(Stack stack, OutboxRows outbox, TopicReader reader, int filling, int events)
            throws SQLException {
        outbox.execute("checkpoint");
        Map<String, LongSupplier> watched = new LinkedHashMap<>();
        watched.put("consent-service", ProcFiles.tree(stack.pid(MEASURED)));
        watched.put("PostgreSQL", ProcFiles.tree(stack.postgres().process().pid()));
        watched.put("Kafka", ProcFiles.tree(stack.kafka().process().pid()));
        long filled = outbox.fill(filling, events);
        Processors.Mark mark = Processors.watching(watched).mark();
        outbox.awaitEmpty();
        double seconds = (System.nanoTime() - filled) / 1e9;
        ProcessorTime processors = mark.untilNow();
        Deliveries deliveries = new Deliveries(filling);
        reader.readTo(deliveries);
        return new Emptied(events / seconds, processors, deliveries);
    }

    static double ratio(List<Double> reference, List<Emptied> relay) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < relay.size(); i++) {
            ratios.add(relay.get(i).perSecond() / reference.get(i));
        }
        return Median.of(ratios, Double::doubleValue);
    }
}
