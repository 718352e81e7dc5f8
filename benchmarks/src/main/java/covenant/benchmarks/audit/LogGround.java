package covenant.benchmarks.audit;

import covenant.local.client.Api;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** PostgreSQL, Kafka and the audit-service, started for this alone on free ports and a directory that is deleted afterwards. */
final class LogGround implements AutoCloseable {

    static final String DATABASE = "audit";
    private static final List<String> SERVER = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
    private static final long POLL_MILLIS = 5;

    private final Stack stack;
    private final Path directory;

    private LogGround(Stack stack, Path directory) {
        this.stack = stack;
        this.directory = directory;
    }

    static LogGround open(Consumer<String> progress) throws IOException {
        Path directory = Files.createTempDirectory("covenant-bench");
        Stack stack = Stack.prepare(
                Installation.find(),
                DataDirectory.at(directory.resolve("data")),
                StackPorts.free(),
                false,
                new Selection(Set.of(Service.AUDIT), Optional.of(javaOptions())),
                progress);
        stack.start();
        return new LogGround(stack, directory);
    }

    static List<String> javaOptions() {
        return Installation.javaOptions(System.getenv()).orElse(SERVER);
    }

    Path directory() {
        return directory;
    }

    int kafkaPort() {
        return stack.ports().kafka();
    }

    String url() {
        return "http://127.0.0.1:" + stack.ports().of(Service.AUDIT);
    }

    Api api() {
        return new Api(stack.ports(), stack.keys());
    }

    Connection connect() throws SQLException {
        return stack.postgres().connect(DATABASE);
    }

    /** Entries that the newest signed head covers. */
    long signed(Connection connection) throws SQLException {
        return number(connection, "select coalesce(max(size), 0) from checkpoint");
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until the signed log has that many entries. */
    void awaitSigned(Connection connection, long entries, Duration atMost) throws SQLException {
        long end = System.nanoTime() + atMost.toNanos();
        while (signed(connection) < entries) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "after " + atMost + " only " + signed(connection) + " of " + entries + " entries are signed");
            }
            LockSupport.parkNanos(POLL_MILLIS * 1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        stack.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
