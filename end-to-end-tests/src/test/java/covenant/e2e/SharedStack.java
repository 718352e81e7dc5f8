package covenant.e2e;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.process.ChildProcess;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Storage;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Replica;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackDescription;
import covenant.local.stack.StackPorts;
import covenant.local.stack.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The stack that all tests of this JVM share: started by the first that asks, on free ports and an empty directory under {@code target}, where the
 * logs remain to be read. A supervisor restarts what dies, as {@code ./covenant up} does.
 */
final class SharedStack {

    private static @Nullable SharedStack shared;

    private final DataDirectory data = DataDirectory.at(Path.of("target", "stack"));
    private final StackPorts ports = StackPorts.free(Integer.getInteger("covenant.e2e.replicas", 1));
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private Stack stack;
    private int kills;

    private SharedStack() {
        this.stack = up(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stack.close(), "stop-the-stack"));
    }

    static synchronized SharedStack get() {
        if (shared == null) {
            shared = new SharedStack();
        }
        return shared;
    }

    private Stack up(boolean clean) {
        long start = System.nanoTime();
        Stack started = Stack.prepare(Installation.find(), data, ports, clean, line -> {});
        started.start();
        new Supervisor(started, reports::add).watch();
        Figures.print("the stack is up after %.1f s", (System.nanoTime() - start) / 1e9);
        return started;
    }

    /** Stops everything in order and starts it again on the same data. */
    void restart() {
        stack.close();
        stack = up(false);
    }

    /** {@code kill -9} by a stranger of the service's next process; the supervisor starts it again. Returns when it is ready. */
    void kill(Service service) {
        Replica replica =
                new Replica(service, Math.floorMod(kills++, ports.all(service).size()) + 1);
        long pid = pid(replica);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Eventually.within(Duration.ofSeconds(30), () -> pid(replica) != pid);
        stack.awaitReady(replica);
    }

    private long pid(Replica replica) {
        return StackDescription.of(data).orElseThrow().processes().get(replica.name());
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
