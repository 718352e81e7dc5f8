package covenant.benchmarks.pgbench;

import covenant.embedded.process.Executables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's own load generator, a program in C. */
public final class Pgbench {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path program;

    private Pgbench(Path program) {
        this.program = program;
    }

    /**
     * The one on the PATH, or the newest of Debian's.
     *
     * @throws PgbenchMissing when there is none
     */
    public static Pgbench locate() {
        return Executables.find("pgbench")
                .or(() -> newest(DEBIAN))
                .map(Pgbench::new)
                .orElseThrow(PgbenchMissing::new);
    }

    static Optional<Path> newest(Path versions) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> directories = Files.list(versions)) {
            return directories
                    .filter(directory -> directory.getFileName().toString().matches("\\d{1,3}"))
                    .sorted(Comparator.comparing((Path directory) ->
                                    Integer.parseInt(directory.getFileName().toString()))
                            .reversed())
                    .map(directory -> directory.resolve("bin/pgbench"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + versions, e);
        }
    }

    /** {@code pgbench (PostgreSQL) 15.18 …}. */
    public String version() {
        return run(List.of(program.toString(), "--version"), "").strip();
    }

    /** How a statement goes to the server. */
    public enum Protocol {
        /** Parsed and planned once per connection, as by a driver with prepared statements. */
        PREPARED,
        /** Sent as text, parsed and planned each time: pgbench's default. */
        SIMPLE;

        private String option() {
            return "--protocol=" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One run.
     *
     * @param password of the user, given in the environment
     * @param run the script's variable {@code run}
     */
    public record Job(
            int port,
            String user,
            String database,
            String password,
            Path script,
            int clients,
            int run,
            Duration duration,
            Protocol protocol) {

        @Override
        public String toString() {
            return "Job[" + database + ", " + clients + " clients]";
        }
    }

    /**
     * Runs the script.
     *
     * @param directory for pgbench's own log of transactions, deleted afterwards
     */
    public PgbenchResult run(Job job, Path directory) {
        Path logs = directory.resolve("pgbench-run-" + job.run());
        try {
            Files.createDirectories(logs);
            String report = run(command(job, logs), job.password());
            return PgbenchResult.parse(report, TransactionLog.read(logs));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep pgbench's log in " + logs, e);
        }
    }

    private List<String> command(Job job, Path logs) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--no-vacuum", job.protocol().option()));
        command.addAll(List.of("--host=127.0.0.1", "--port=" + job.port(), "--username=" + job.user()));
        command.addAll(List.of(
                "--client=" + job.clients(),
                "--jobs=2",
                "--time=" + job.duration().toSeconds()));
        command.addAll(List.of("--define=run=" + job.run(), "--define=n=0", "--file=" + job.script()));
        command.addAll(List.of("--log", "--log-prefix=" + logs.resolve("transactions"), job.database()));
        return command;
    }

    private static String run(List<String> command, String password) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PGPASSWORD", password);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "pgbench failed with exit code " + process.exitValue() + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while pgbench ran", e);
        }
    }
}
