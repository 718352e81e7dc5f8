package covenant.embedded.postgres;

import covenant.embedded.process.ChildProcess;
import covenant.embedded.process.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A PostgreSQL data directory before its server runs: made by initdb, and cleared of what a crash left behind. */
final class PostgresCluster {

    private static final Duration INIT_WAIT = Duration.ofSeconds(120);

    private final PostgresSettings settings;
    private final PostgresBinaries binaries;
    private final List<String> prefix;

    PostgresCluster(PostgresSettings settings, PostgresBinaries binaries, List<String> prefix) {
        this.settings = settings;
        this.binaries = binaries;
        this.prefix = prefix;
    }

    /** initdb runs in a directory beside the target, which is renamed when complete: an interrupted one is never taken for a cluster. */
    void initialiseIfAbsent() throws IOException {
        Path target = settings.dataDirectory();
        if (PostgresServer.isCluster(target)) {
            return;
        }
        Path parent = target.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "initdb-");
        Path password = Files.createTempFile(
                "covenant-", ".pw", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(password, settings.superuserPassword());
            initialise(fresh, password);
            if (Files.exists(target)) {
                Files.delete(target);
            }
            Files.move(fresh, target);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private void initialise(Path directory, Path password) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program("initdb").toString());
        command.addAll(List.of("-D", directory.toAbsolutePath().toString(), "-U", "postgres", "-A", "scram-sha-256"));
        command.addAll(List.of("--pwfile", password.toString(), "-E", "UTF8", "--locale", "C", "--no-instructions"));
        if (!settings.durable()) {
            command.add("--no-sync");
        }
        ChildProcess initdb = ChildProcess.start(new ChildProcess.Spec(
                "initdb", command, Map.of(), directory.resolveSibling("."), settings.log(), "TERM"));
        if (!initdb.endedWithin(INIT_WAIT)) {
            initdb.kill();
            throw new PostgresUnavailable(
                    "initdb did not end within " + INIT_WAIT.toSeconds() + " s:\n" + initdb.logTail());
        }
        if (initdb.onExit().join() != 0) {
            throw new PostgresUnavailable("initdb failed in " + directory + ":\n" + initdb.logTail());
        }
    }

    /** A server that outlived its parent is shut down; a lock file whose process is gone, or is no PostgreSQL, is removed. */
    void clearLeftovers() throws IOException {
        Path lock = settings.dataDirectory().resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        Optional<ProcessHandle> server = serverNamedIn(lock);
        if (server.isPresent()) {
            Signals.send("INT", server.get().pid());
            try {
                server.get().onExit().get(30, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw new PostgresUnavailable(
                        "A PostgreSQL of an earlier run (process "
                                + server.get().pid() + ") still holds " + settings.dataDirectory()
                                + " and does not stop",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while stopping an earlier PostgreSQL", e);
            }
        }
        Files.deleteIfExists(lock);
    }

    private Optional<ProcessHandle> serverNamedIn(Path lock) throws IOException {
        try (Stream<String> lines = Files.lines(lock)) {
            return lines.findFirst()
                    .map(String::trim)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                    .filter(handle -> handle.info().command().orElse("").endsWith("postgres"));
        }
    }
}
