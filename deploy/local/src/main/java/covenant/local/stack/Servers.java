package covenant.local.stack;

import static java.util.Objects.requireNonNull;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.kafka.CovenantTopics;
import covenant.embedded.kafka.KafkaBroker;
import covenant.embedded.kafka.KafkaSettings;
import covenant.embedded.postgres.PostgresServer;
import covenant.embedded.postgres.PostgresSettings;
import covenant.embedded.process.ChildProcess;
import covenant.embedded.process.JavaCommand;
import covenant.embedded.smtp.SmtpSink;
import covenant.verifier.WitnessCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the services stand on: PostgreSQL, Kafka, the mail sink and the witness of the audit log, each a process of its own. */
final class Servers implements AutoCloseable {

    /** For one process of each service, and for those who look at the databases from outside. */
    private static final int CONNECTIONS = 100;

    private static final int CONNECTIONS_OF_OTHERS = 20;
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final List<String> SMALL =
            List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final DataDirectory data;
    private final StackPorts ports;
    private final LocalKeys keys;
    private final Selection selection;
    private volatile @Nullable PostgresServer postgres;
    private volatile @Nullable KafkaBroker kafka;
    private volatile @Nullable ChildProcess smtp;
    private volatile @Nullable ChildProcess witness;

    Servers(DataDirectory data, StackPorts ports, LocalKeys keys, Selection selection) {
        this.data = data;
        this.ports = ports;
        this.keys = keys;
        this.selection = selection;
    }

    /** Returns when databases and topics are there. */
    void start(Consumer<String> progress) {
        KafkaBroker broker = launchKafka();
        kafka = broker;
        PostgresServer server = startPostgres();
        postgres = server;
        Databases.provision(server, keys);
        progress.accept("PostgreSQL is up");
        if (selection.sendsMail()) {
            smtp = startMailSink();
        }
        if (selection.services().contains(Service.AUDIT)) {
            witness = startWitness();
        }
        broker.awaitReady();
        CovenantTopics.ensure(broker.bootstrapServers(), CovenantTopics.DEFAULT_PARTITIONS);
        progress.accept("Kafka is up");
    }

    private KafkaBroker launchKafka() {
        KafkaSettings straight = new KafkaSettings(data.root().resolve("kafka"), data.log("kafka"), ports.kafka());
        return KafkaBroker.launch(selection
                .detour()
                .map(way -> straight.with(new KafkaSettings.Detour(way.kafkaListener(), way.kafka())))
                .orElse(straight));
    }

    private PostgresServer startPostgres() {
        return PostgresServer.start(new PostgresSettings(
                data.root().resolve("postgres"),
                data.log("postgresql"),
                ports.postgres(),
                true,
                ports.all(Service.CONSENT).size() * CONNECTIONS + CONNECTIONS_OF_OTHERS,
                keys.password("postgres")));
    }

    private ChildProcess startMailSink() {
        return start(
                "SMTP sink",
                "smtp",
                SmtpSink.class,
                List.of(Integer.toString(ports.smtp()), data.mail().toString()));
    }

    /** A memory of its own. In earnest it stands on another machine, run by somebody else. */
    private ChildProcess startWitness() {
        return start(
                "witness",
                "witness",
                WitnessCommand.class,
                List.of(
                        "--log", "http://127.0.0.1:" + ports.of(Service.AUDIT),
                        "--dir", data.root().resolve("witness").toString(),
                        "--port", Integer.toString(ports.witness())));
    }

    private ChildProcess start(String name, String log, Class<?> main, List<String> arguments) {
        return ChildProcess.start(new ChildProcess.Spec(
                name, JavaCommand.of(main, SMALL, arguments), Map.of(), data.root(), data.log(log), "TERM"));
    }

    PostgresServer postgres() {
        return requireNonNull(postgres, "not started");
    }

    KafkaBroker kafka() {
        return requireNonNull(kafka, "not started");
    }

    /** What runs, each with what starts it again. */
    List<Stack.Part> parts() {
        List<Stack.Part> parts = new ArrayList<>();
        parts.add(new Stack.Part("PostgreSQL", () -> postgres().process(), () -> postgres = startPostgres()));
        parts.add(new Stack.Part("Kafka", () -> kafka().process(), () -> kafka = launchKafka()));
        if (smtp != null) {
            parts.add(new Stack.Part("SMTP sink", () -> requireNonNull(smtp), () -> smtp = startMailSink()));
        }
        if (witness != null) {
            parts.add(new Stack.Part("Witness", () -> requireNonNull(witness), () -> witness = startWitness()));
        }
        return parts;
    }

    /** Process numbers by name, of those that were started. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        if (kafka != null) {
            pids.put("Kafka", kafka.process().pid());
        }
        if (postgres != null) {
            pids.put("PostgreSQL", postgres.process().pid());
        }
        if (smtp != null) {
            pids.put("SMTP sink", smtp.pid());
        }
        if (witness != null) {
            pids.put("Witness", witness.pid());
        }
        return pids;
    }

    /** In the reverse order of their need. Idempotent. */
    @Override
    public void close() {
        if (smtp != null) {
            smtp.stop(STOP);
        }
        if (witness != null) {
            witness.stop(STOP);
        }
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
