package covenant.benchmarks.request;

import covenant.benchmarks.load.Backends;
import covenant.embedded.postgres.PostgresServer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is measured: PostgreSQL, Kafka and the data-subject-request-service, started for this alone. */
final class Desk implements AutoCloseable {

    static final Service MEASURED = Service.DATA_SUBJECT_REQUEST;

    private final Stack stack;
    private final List<String> javaOptions;

    private Desk(Stack stack, List<String> javaOptions) {
        this.stack = stack;
        this.javaOptions = javaOptions;
    }

    static Desk open(Installation installation, Path data, List<String> javaOptions, Consumer<String> progress) {
        Stack stack = Stack.prepare(
                installation,
                DataDirectory.at(data),
                StackPorts.free(),
                false,
                new Selection(Set.of(MEASURED), Optional.of(javaOptions)),
                progress);
        try {
            stack.start();
            return new Desk(stack, javaOptions);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    int port() {
        return stack.ports().of(MEASURED);
    }

    Api.Caller backend() {
        return new Api(stack.ports(), stack.keys()).as(Role.BACKEND);
    }

    List<String> tokens(int clients) {
        return Backends.tokens(stack.keys(), clients);
    }

    /** For the page: what it ran with. */
    String described() {
        return "%nService: `%s`. PostgreSQL: fsync=%s, synchronous_commit=%s, full_page_writes=%s.%n"
                .formatted(
                        String.join(" ", javaOptions),
                        text("SHOW fsync"),
                        text("SHOW synchronous_commit"),
                        text("SHOW full_page_writes"));
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run: " + sql, e);
        }
    }

    long number(String sql) {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run: " + sql, e);
        }
    }

    private Connection connect() throws SQLException {
        PostgresServer postgres = stack.postgres();
        return postgres.connect(MEASURED.database());
    }

    @Override
    public void close() {
        stack.close();
    }
}
