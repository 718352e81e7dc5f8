package covenant.benchmarks.up;

import covenant.local.stack.HealthProbe;
import covenant.local.stack.Service;
import covenant.local.stack.StackException;
import covenant.local.stack.StackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The script {@code ./covenant} as a person starts it, on a directory and ports of its own: a stack that runs beside it is not touched. */
final class Script implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final long POLL_NANOS = 50_000_000;

    private final Path script;
    private final Path data;
    private final StackPorts ports;
    private final Path log;
    private final Process up;
    private final long started = System.nanoTime();

    private Script(Path home, Path data) {
        this.script = home.resolve("covenant");
        this.data = data;
        this.ports = StackPorts.free();
        this.log = data.resolveSibling(data.getFileName() + ".log");
        this.up = start("up", log);
    }

    /** {@code ./covenant up} on an empty data directory. */
    static Script up(Path home, Path data) {
        return new Script(home, data);
    }

    private Process start(String command, Path output) {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), command, "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment());
        // The usual options are measured, not those of whoever measures.
        builder.environment().remove("COVENANT_JAVA_OPTS");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + script, e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        ports.uses().forEach(use -> environment.put(use.variable(), Integer.toString(use.port())));
        return environment;
    }

    /** @return from the start of the script until all five services said that they are ready */
    Duration awaitHealthy() {
        HealthProbe probe = new HealthProbe();
        Set<Service> missing = EnumSet.allOf(Service.class);
        while (!missing.isEmpty()) {
            missing.removeIf(service -> probe.of(ports.of(service)).ready());
            Duration sofar = Duration.ofNanos(System.nanoTime() - started);
            if (!up.isAlive() || sofar.compareTo(LONGEST) > 0) {
                throw new StackException(
                        "Not healthy after " + sofar.toSeconds() + " s: " + missing + "\n" + said(log));
            }
            if (!missing.isEmpty()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Plays {@code ./covenant demo} on it; throws when a claim of the story fails. */
    void demo() {
        Path told = data.resolveSibling("demo.log");
        Process demo = start("demo", told);
        if (!ended(demo, Duration.ofMinutes(5)) || demo.exitValue() != 0) {
            demo.destroyForcibly();
            throw new StackException("The demo failed:\n" + said(told));
        }
    }

    /** Its supervisor, of which every process of the stack descends: the script has become it. */
    long pid() {
        return up.pid();
    }

    private static boolean ended(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a run", e);
        }
    }

    private static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }

    /** As Ctrl-C does. */
    @Override
    public void close() {
        up.destroy();
        if (!ended(up, STOP)) {
            up.destroyForcibly();
            throw new StackException("The stack did not stop:\n" + said(log));
        }
    }
}
