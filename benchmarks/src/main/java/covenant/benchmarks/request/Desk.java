package covenant.benchmarks.request;

import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
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
import java.util.stream.IntStream;

/** What is measured: PostgreSQL, Kafka and the data-subject-request-service, started for this alone. */
final class Desk implements AutoCloseable {

    static final Service MEASURED = Service.DATA_SUBJECT_REQUEST;

    private final Stack stack;

    private Desk(Stack stack) {
        this.stack = stack;
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
            return new Desk(stack);
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

    /** One token per client, each of another backend system. */
    List<String> tokens(int clients) {
        TokenMint mint = new TokenMint(stack.keys().tokenSigningKey());
        return IntStream.range(0, clients)
                .mapToObj(i -> mint.mint(TokenRequest.of("backend-" + i, "BACKEND")))
                .toList();
    }

    String durability() {
        return "fsync=%s, synchronous_commit=%s, full_page_writes=%s"
                .formatted(text("SHOW fsync"), text("SHOW synchronous_commit"), text("SHOW full_page_writes"));
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
