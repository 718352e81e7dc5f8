package covenant.platform.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writing statements that go to PostgreSQL together and take effect in their order: the driver sends "a; b; c" in one round trip,
 * each of them prepared, where three calls would wait three times. For the hot paths; everything else is plainer with Jdbi.
 *
 * <p>Many statements (a batch of consents) go as JDBC batches of equal neighbours instead, so that the driver's cache of prepared
 * statements is not filled with texts that never come again. Not for threads to share.
 */
public final class RoundTrip {
    private static final int TOGETHER = 12;

    private final List<Statement> statements = new ArrayList<>();

    /** Begins the next statement; its parameters follow in their order. */
    public RoundTrip statement(String sql) {
        statements.add(new Statement(sql, new ArrayList<>()));
        return this;
    }

    public RoundTrip text(@Nullable String value) {
        return parameter((s, i) -> s.setString(i, value));
    }

    /** An array; its elements may be null. */
    public RoundTrip texts(List<? extends @Nullable String> values) {
        return array("text", values.toArray(String[]::new));
    }

    public RoundTrip ids(List<UUID> values) {
        return array("uuid", values.toArray(UUID[]::new));
    }

    public RoundTrip numbers(List<Integer> values) {
        return array("int4", values.toArray(Integer[]::new));
    }

    /** @param values of the elements' own class: the driver sends such arrays as bytes, those of objects as text with escapes */
    private RoundTrip array(String type, @Nullable Object[] values) {
        return parameter((s, i) -> s.setArray(i, s.getConnection().createArrayOf(type, values)));
    }

    public RoundTrip id(@Nullable UUID value) {
        return parameter((s, i) -> s.setObject(i, value));
    }

    public RoundTrip number(@Nullable Integer value) {
        return parameter((s, i) -> s.setObject(i, value, java.sql.Types.INTEGER));
    }

    public RoundTrip flag(boolean value) {
        return parameter((s, i) -> s.setBoolean(i, value));
    }

    public RoundTrip bytes(byte @Nullable [] value) {
        return parameter((s, i) -> s.setBytes(i, value));
    }

    public RoundTrip instant(@Nullable Instant value) {
        return parameter((s, i) -> s.setTimestamp(i, value == null ? null : Timestamp.from(value)));
    }

    public RoundTrip date(@Nullable LocalDate value) {
        return parameter((s, i) -> s.setObject(i, value, java.sql.Types.DATE));
    }

    private RoundTrip parameter(Parameter parameter) {
        statements.getLast().parameters().add(parameter);
        return this;
    }

    /** Sends what was gathered, in the connection's transaction, and forgets it. */
    public void execute(Connection connection) throws SQLException {
        if (statements.size() <= TOGETHER) {
            executeTogether(connection);
        } else {
            executeInBatches(connection);
        }
        statements.clear();
    }

    private void executeTogether(Connection connection) throws SQLException {
        if (statements.isEmpty()) {
            return;
        }
        String sql = statements.stream().map(Statement::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement all = connection.prepareStatement(sql)) {
            int index = 1;
            for (Statement statement : statements) {
                index = statement.bind(all, index);
            }
            all.execute();
        }
    }

    private void executeInBatches(Connection connection) throws SQLException {
        int from = 0;
        while (from < statements.size()) {
            String sql = statements.get(from).sql();
            try (PreparedStatement batch = connection.prepareStatement(sql)) {
                while (from < statements.size() && statements.get(from).sql().equals(sql)) {
                    statements.get(from++).bind(batch, 1);
                    batch.addBatch();
                }
                batch.executeBatch();
            }
        }
    }

    private record Statement(String sql, List<Parameter> parameters) {
        int bind(PreparedStatement to, int from) throws SQLException {
            int index = from;
            for (Parameter parameter : parameters) {
                parameter.set(to, index++);
            }
            return index;
        }
    }

    @FunctionalInterface
    private interface Parameter {
        void set(PreparedStatement statement, int index) throws SQLException;
    }
}
