package covenant.e2e;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.process.ChildProcess;
import covenant.embedded.process.Ports;
import covenant.embedded.process.Signals;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Storage;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Replica;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackDescription;
import covenant.local.stack.StackPorts;
import covenant.local.stack.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The stack that all tests of this JVM share: started by the first that asks, on free ports and an empty directory under {@code target}, where the
 * logs remain to be read. A supervisor restarts what dies, as {@code ./covenant up} does. Between the services and their servers are two {@link Wire}s.
 */
final class SharedStack {

    /** Tests may kill as often as they like. */
    private static final int ANY_NUMBER_OF_DEATHS = Integer.MAX_VALUE;

    private static @Nullable SharedStack shared;

    private final DataDirectory data =
            DataDirectory.at(Path.of("target", System.getProperty("covenant.e2e.stack", "stack-1")));
    private final StackPorts ports = StackPorts.free(Integer.getInteger("covenant.e2e.replicas", 1));
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final int kafkaListener = Ports.free();
    private final Wire toKafka = Wire.to(kafkaListener);
    private final Wire toPostgres = Wire.to(ports.postgres());
    private Stack stack;
    private Supervisor supervisor;
    private int kills;

    private SharedStack() {
        this.stack = prepare(true);
        this.supervisor = started();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stack.close(), "stop-the-stack"));
    }

    static synchronized SharedStack get() {
        if (shared == null) {
            shared = new SharedStack();
        }
        return shared;
    }

    private Stack prepare(boolean clean) {
        Selection.Detour wires = new Selection.Detour(kafkaListener, toKafka.port(), toPostgres.port());
        return Stack.prepare(
                Installation.find(), data, ports, clean, Selection.everything().by(wires), line -> {});
    }

    private Supervisor started() {
        long start = System.nanoTime();
        stack.start();
        Supervisor watching = new Supervisor(stack, reports::add, ANY_NUMBER_OF_DEATHS);
        watching.watch();
        Figures.print("the stack is up after %.1f s", (System.nanoTime() - start) / 1e9);
        return watching;
    }

    /** Stops everything in order, the services first, and starts it again on the same data. */
    void restart(Runnable whileTheServicesAreDown) {
        stack.stopServices();
        whileTheServicesAreDown.run();
        stack.close();
        stack = prepare(false);
        supervisor = started();
    }

    /** Stops a service in order; {@link #restart} brings it back. */
    void stop(Service service) {
        stack.stop(service);
    }

    /** The services' only way to Kafka. */
    Wire toKafka() {
        return toKafka;
    }

    /** The services' only way to PostgreSQL. */
    Wire toPostgres() {
        return toPostgres;
    }

    /**
     * {@code kill -9} by a stranger of a process of each service at the same time; the supervisor starts them again. Returns when they are ready,
     * and how long that took.
     */
    Duration kill(Service... services) {
        long start = System.nanoTime();
        List<Killed> killed = new ArrayList<>();
        for (Service service : services) {
            killed.add(strike(service));
        }
        killed.forEach(this::awaitBack);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A process that was killed. */
    record Killed(Replica replica, long pid) {}

    /** {@code kill -9} of the service's next process; returns when it is dead. */
    Killed strike(Service service) {
        Replica replica =
                new Replica(service, Math.floorMod(kills++, ports.all(service).size()) + 1);
        Killed killed = new Killed(replica, pid(replica.name()));
        ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        return killed;
    }

    /** Waits until the supervisor started it again and it is ready. */
    void awaitBack(Killed killed) {
        Eventually.within(Duration.ofSeconds(60), () -> pid(killed.replica().name()) != killed.pid());
        stack.awaitReady(killed.replica());
    }

    /**
     * A signal to one of the servers; returns when the supervisor started it again and every service is ready, and how long that took.
     *
     * @param server as {@code ./covenant status} shows it
     */
    Duration signal(String server, String signal) {
        long start = System.nanoTime();
        long pid = pid(server);
        Signals.send(signal, pid);
        Eventually.within(Duration.ofSeconds(60), () -> pid(server) != pid);
        awaitReady();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** {@code kill -9} of a server that stays away until the answer is run; that returns when it takes connections again. */
    Runnable keepAway(String server) {
        Runnable back = supervisor.keepAway(server);
        return () -> {
            back.run();
            stack.kafka().awaitReady();
        };
    }

    /** Every process of every service is ready. */
    void awaitReady() {
        stack.kafka().awaitReady();
        for (Service service : Service.values()) {
            for (int i = 1; i <= ports.all(service).size(); i++) {
                stack.awaitReady(new Replica(service, i));
            }
        }
    }

    private long pid(String process) {
        return StackDescription.of(data).orElseThrow().processes().get(process);
    }

    /** One more process of the service on its port of {@code own}, untold of some variables; the caller stops it. */
    ChildProcess beside(Service service, StackPorts own, String... without) {
        return stack.beside(service, own, without);
    }

    void awaitReady(Service service, ChildProcess beside, StackPorts own) {
        stack.awaitReady(service, beside, own);
    }

    /** What the supervisor said since the start. */
    List<String> reports() {
        return reports;
    }

    DataDirectory data() {
        return data;
    }

    StackPorts ports() {
        return ports;
    }

    LocalKeys keys() {
        return stack.keys();
    }

    Api api() {
        return new Api(ports, stack.keys());
    }

    Storage storage() {
        return new Storage(ports, stack.keys());
    }

    /** Kafka from now on; for one thread. */
    Events events() {
        return new Events(ports.kafka());
    }
}
