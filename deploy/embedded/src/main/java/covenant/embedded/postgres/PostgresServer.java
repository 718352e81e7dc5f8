package covenant.embedded.postgres;

import covenant.embedded.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server as a child process on the loopback interface. {@link #close()} is PostgreSQL's fast shutdown: sessions are ended, what
 * was committed is written. After a crash the next start on the same directory recovers by itself.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration START_WAIT = Duration.ofSeconds(120);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);
    private static final String SUPERUSER = "postgres";

    private final PostgresSettings settings;
    private final ChildProcess process;

    private PostgresServer(PostgresSettings settings, ChildProcess process) {
        this.settings = settings;
        this.process = process;
    }

    /**
     * Starts the server, with a fresh cluster where the directory has none, and waits until it takes connections.
     *
     * @throws PostgresUnavailable with the reason and the end of the log, when it does not come up within 120 s
     */
    public static PostgresServer start(PostgresSettings settings) {
        List<String> prefix = PostgresBinaries.unprivileged();
        PostgresBinaries binaries = PostgresBinaries.locate();
        try {
            PostgresCluster cluster = new PostgresCluster(settings, binaries, prefix);
            cluster.initialiseIfAbsent();
            cluster.clearLeftovers();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + settings.dataDirectory() + ": " + e.getMessage(), e);
        }
        ChildProcess process = ChildProcess.start(new ChildProcess.Spec(
                "PostgreSQL",
                command(settings, binaries, prefix),
                Map.of(),
                settings.dataDirectory(),
                settings.log(),
                "INT"));
        PostgresServer server = new PostgresServer(settings, process);
        server.awaitReady();
        return server;
    }

    private static List<String> command(PostgresSettings settings, PostgresBinaries binaries, List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program("postgres").toString());
        command.addAll(List.of("-D", settings.dataDirectory().toAbsolutePath().toString()));
        String durable = settings.durable() ? "on" : "off";
        Map.of(
                        "port",
                        Integer.toString(settings.port()),
                        "listen_addresses",
                        "127.0.0.1",
                        "unix_socket_directories",
                        "",
                        "max_connections",
                        Integer.toString(settings.maxConnections()),
                        "fsync",
                        durable,
                        "synchronous_commit",
                        durable,
                        "full_page_writes",
                        durable,
                        "timezone",
                        "UTC",
                        "log_timezone",
                        "UTC")
                .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private void awaitReady() {
        Instant limit = Instant.now().plus(START_WAIT);
        SQLException last = null;
        while (Instant.now().isBefore(limit)) {
            if (process.endedWithin(Duration.ofMillis(50))) {
                throw new PostgresUnavailable(
                        "PostgreSQL ended while starting; its log " + process.log() + " says:\n" + process.logTail());
            }
            try (Connection ignored = connect("postgres")) {
                return;
            } catch (SQLException e) {
                last = e;
                if ("28P01".equals(e.getSQLState())) {
                    process.stop(STOP_WAIT);
                    throw new PostgresUnavailable(
                            "PostgreSQL in " + settings.dataDirectory()
                                    + " was set up with another password for its superuser",
                            e);
                }
            }
        }
        process.kill();
        throw new PostgresUnavailable(
                "PostgreSQL took no connection within " + START_WAIT.toSeconds() + " s; its log says:\n"
                        + process.logTail(),
                last);
    }

    public int port() {
        return settings.port();
    }

    public ChildProcess process() {
        return process;
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/<database>}. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + database;
    }

    /** A connection with the rights of the superuser: for setting up, and for tests that play the intruder. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, settings.superuserPassword());
    }

    /** Creates what is missing of the service's database and login roles; leaves data alone. */
    public void provision(ServiceDatabase database) {
        Provisioning.provision(this::connect, database);
    }

    /** Ends the server as a crash would: no checkpoint, no farewell. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop(STOP_WAIT);
    }

    Path dataDirectory() {
        return settings.dataDirectory();
    }

    static boolean isCluster(Path directory) {
        return Files.isRegularFile(directory.resolve("PG_VERSION"));
    }
}
