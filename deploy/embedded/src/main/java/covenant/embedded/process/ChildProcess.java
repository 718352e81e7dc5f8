package covenant.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process started and stopped by this JVM. It runs in a session of its own where the system has {@code setsid}, so that Ctrl-C in the
 * terminal reaches the parent alone, and a {@link Watchdog} stops it when the parent ends, even by {@code kill -9}.
 */
public final class ChildProcess implements AutoCloseable {

    private static final int TAIL_LINES = 20;

    private final Spec spec;
    private final Process process;
    private final Watchdog watchdog;
    private volatile boolean stopping;

    /**
     * What to run.
     *
     * @param stopSignal the signal that asks for an orderly stop, as {@code kill} spells it: TERM, or INT for PostgreSQL's fast shutdown
     * @param log standard output and error are appended here
     */
    public record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            String stopSignal) {
        public Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private ChildProcess(Spec spec, Process process) {
        this.spec = spec;
        this.process = process;
        this.watchdog = Watchdog.over(process.pid(), spec.stopSignal());
        process.onExit().thenRun(watchdog::dismiss);
    }

    /** Starts the process; returns at once. */
    public static ChildProcess start(Spec spec) {
        List<String> command = new ArrayList<>(Executables.ownSession());
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().putAll(spec.environment());
        try {
            Files.createDirectories(spec.log().toAbsolutePath().getParent());
            Process process = builder.start();
            process.getOutputStream().close();
            return new ChildProcess(spec, process);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    public String name() {
        return spec.name();
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return spec.log();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** True once {@link #stop} was called: an exit after that is no accident. */
    public boolean isStopping() {
        return stopping;
    }

    /** Waits up to the given time for the process to end; returns whether it has ended. Serves as the pause of polling loops, too. */
    public boolean endedWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + spec.name(), e);
        }
    }

    /** Asks for an orderly stop, waits, and kills what is still there after the grace period. Idempotent. */
    public void stop(Duration grace) {
        stopping = true;
        if (!process.isAlive()) {
            return;
        }
        Signals.send(spec.stopSignal(), process.pid());
        if (!endedWithin(grace)) {
            kill();
        }
    }

    /** {@code kill -9}, as a crash would end it. */
    public void kill() {
        stopping = true;
        process.destroyForcibly();
        endedWithin(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(30));
    }

    /** The last lines of the log, for a message that says why a start failed. */
    public String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(spec.log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
