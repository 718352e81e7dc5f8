package covenant.local.stack;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.kafka.KafkaBroker;
import covenant.embedded.postgres.PostgresServer;
import covenant.embedded.process.ChildProcess;
import covenant.embedded.smtp.Mailbox;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The running system: PostgreSQL, Kafka, the mail sink, the witness and the five services, each a process of its own. Started together, ready when every
 * service says so, stopped in reverse order. A second stack on the same data directory continues where the first stopped, however it stopped.
 */
public final class Stack implements AutoCloseable {

    private static final Duration READY_WAIT = Duration.ofSeconds(240);
    private static final Duration SERVICE_STOP = Duration.ofSeconds(25);

    private final Installation installation;
    private final DataDirectory data;
    private final StackPorts ports;
    private final LocalKeys keys;
    private final Selection selection;
    private final Consumer<String> progress;
    private final HealthProbe health = new HealthProbe();
    private final Map<Replica, ChildProcess> services = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> exits = new TreeMap<>();
    private final FileLock lock;
    private final Servers servers;
    private volatile boolean ready;
    private boolean closing;

    private Stack(
            Installation installation,
            DataDirectory data,
            FileLock lock,
            StackPorts ports,
            Selection selection,
            Consumer<String> progress) {
        this.installation = installation;
        this.data = data;
        this.lock = lock;
        this.ports = ports;
        this.keys = LocalKeys.in(data.keys());
        this.selection = selection;
        this.progress = progress;
        this.servers = new Servers(data, ports, keys, selection);
    }

    /**
     * Takes the directory and the ports for a stack that is not started yet.
     *
     * @param clean start afresh
     * @throws StackException when a port is taken, the directory is foreign or in use, or a service is not built
     */
    public static Stack prepare(
            Installation installation, DataDirectory data, StackPorts ports, boolean clean, Consumer<String> progress) {
        return prepare(installation, data, ports, clean, Selection.everything(), progress);
    }

    /** The same for a part of the system. */
    public static Stack prepare(
            Installation installation,
            DataDirectory data,
            StackPorts ports,
            boolean clean,
            Selection selection,
            Consumer<String> progress) {
        for (Service service : selection.inOrder()) {
            installation.jar(service);
        }
        data.create();
        FileLock lock = data.lock();
        try {
            ports.refuseTaken();
            if (clean) {
                data.clean();
            }
            return new Stack(installation, data, lock, ports, selection, progress);
        } catch (RuntimeException e) {
            DataDirectory.release(lock);
            throw e;
        }
    }

    /** Starts everything and waits until it is ready; when something does not come up, what was started is stopped again. */
    public void start() {
        try {
            describe();
            servers.start(progress);
            launchInTurns();
            ready = true;
            describe();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** All first processes at once, then all second ones: two never bring one empty database up to date. */
    private void launchInTurns() {
        Map<Integer, List<Replica>> turns = selection.inOrder().stream()
                .flatMap(service -> ports.replicas(service).stream())
                .collect(Collectors.groupingBy(Replica::number, TreeMap::new, Collectors.toList()));
        for (List<Replica> turn : turns.values()) {
            turn.forEach(this::launch);
            turn.forEach(this::awaitReady);
        }
    }

    /** Starts a service's first process, which is not running; returns at once. */
    public void launch(Service service) {
        launch(first(service));
    }

    /** The same of any process. */
    public synchronized void launch(Replica replica) {
        if (closing) {
            return;
        }
        services.put(
                replica, ChildProcess.start(new ServiceLaunch(installation, data, ports, keys, selection).of(replica)));
        describe();
    }

    /**
     * Starts one more process of a service that runs, a second replica on the same database, topics and keys. The caller waits
     * for it and stops it.
     *
     * @param own the stack's ports, but for the replica's
     * @param without variables that it is not told
     */
    public ChildProcess beside(Service service, StackPorts own, String... without) {
        ChildProcess.Spec first = new ServiceLaunch(installation, data, own, keys, selection).of(first(service));
        Map<String, String> environment = new TreeMap<>(first.environment());
        environment.keySet().removeAll(Set.of(without));
        String name = service.module() + "-" + own.of(service);
        return ChildProcess.start(new ChildProcess.Spec(
                name, first.command(), environment, first.directory(), data.log(name), first.stopSignal()));
    }

    /** As {@link #awaitReady(Service)}, of a process that {@link #beside} started. */
    public void awaitReady(Service service, ChildProcess beside, StackPorts own) {
        awaitReady(service.module(), beside, own.of(service));
    }

    /** @throws StackException with the failing checks and the end of the log */
    public void awaitReady(Service service) {
        awaitReady(first(service));
    }

    /** The same of any process. */
    public void awaitReady(Replica replica) {
        awaitReady(replica.name(), process(replica), ports.of(replica));
    }

    private void awaitReady(String name, ChildProcess process, int port) {
        long start = System.nanoTime();
        HealthProbe.Health seen = health.of(port);
        while (!seen.ready()) {
            if (process.endedWithin(Duration.ofMillis(100))) {
                throw new StackException("%s ended while starting. The end of %s:\n%s"
                        .formatted(name, process.log(), process.logTail()));
            }
            if (System.nanoTime() - start > READY_WAIT.toNanos()) {
                throw new StackException("%s did not become ready within %d s: %s. The end of %s:\n%s"
                        .formatted(name, READY_WAIT.toSeconds(), seen.detail(), process.log(), process.logTail()));
            }
            seen = health.of(port);
        }
        progress.accept(name + " is ready");
    }

    /**
     * A process of the running stack, for {@link Supervisor}.
     *
     * @param name as {@code covenant status} shows it
     * @param restart starts it again; a server's returns when it answers
     */
    record Part(String name, Supplier<ChildProcess> process, Runnable restart) {}

    /** What runs now, each to be watched. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Replica replica : services.keySet()) {
            parts.add(new Part(replica.name(), () -> process(replica), () -> launch(replica)));
        }
        servers.parts()
                .forEach(server ->
                        parts.add(new Part(server.name(), server.process(), () -> replace(server.restart()))));
        return parts;
    }

    private synchronized void replace(Runnable start) {
        if (!closing) {
            start.run();
            describe();
        }
    }

    /** Calls back when the part ends and nobody stopped it. */
    void onAccident(Part part, BiConsumer<Part, Integer> callback) {
        ChildProcess process = part.process().get();
        process.onExit().thenAccept(code -> {
            if (!process.isStopping()) {
                synchronized (exits) {
                    exits.merge(part.name(), 1, Integer::sum);
                }
                callback.accept(part, code);
            }
        });
    }

    /** Stops one service in order. */
    public void stop(Service service) {
        process(first(service)).stop(SERVICE_STOP);
    }

    /** {@code kill -9}. */
    public void kill(Service service) {
        process(first(service)).kill();
    }

    private static Replica first(Service service) {
        return new Replica(service, 1);
    }

    private ChildProcess process(Replica replica) {
        ChildProcess process = services.get(replica);
        if (process == null) {
            throw new IllegalStateException(replica.name() + " was never started");
        }
        return process;
    }

    public StackPorts ports() {
        return ports;
    }

    public DataDirectory data() {
        return data;
    }

    public LocalKeys keys() {
        return keys;
    }

    public PostgresServer postgres() {
        return servers.postgres();
    }

    public KafkaBroker kafka() {
        return servers.kafka();
    }

    /** The service's process number, for tools that look at it from outside. */
    public long pid(Service service) {
        return process(first(service)).pid();
    }

    public Mailbox mailbox() {
        return new Mailbox(data.mail());
    }

    private synchronized void describe() {
        Map<String, Long> pids = new LinkedHashMap<>();
        services.forEach((replica, process) -> pids.put(replica.name(), process.pid()));
        pids.putAll(servers.pids());
        Map<String, Integer> counted;
        synchronized (exits) {
            counted = Map.copyOf(exits);
        }
        new StackDescription(
                        ready ? "READY" : "STARTING", ProcessHandle.current().pid(), ports, pids, counted)
                .save(data);
    }

    /** Stops the services together, then mail, Kafka and PostgreSQL. Idempotent. */
    @Override
    public synchronized void close() {
        stopServices();
        servers.close();
        if (lock.isValid()) {
            StackDescription.remove(data);
            DataDirectory.release(lock);
        }
    }

    /** The first half of {@link #close()}: what the services left can be looked at, and changed, while the servers still run. Idempotent. */
    public synchronized void stopServices() {
        closing = true;
        List<Thread> stopping = services.values().stream()
                .map(process -> Thread.ofVirtual().start(() -> process.stop(SERVICE_STOP)))
                .toList();
        for (Thread thread : stopping) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping", e);
        }
    }
}
