package covenant.benchmarks.consent;

import covenant.benchmarks.load.Subjects;
import covenant.contracts.Topic;
import covenant.embedded.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** The service's database and the reference's, looked at with the superuser's rights. */
final class Databases {

    static final String SERVICE = "consent";
    static final String REFERENCE = "consent_reference";

    /** Tables that a consent leaves rows in, and the column that names the person. */
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("consent", "subject_id");
        TABLES.put("subject_state", "subject_id");
        TABLES.put("aggregate_version", "aggregate_id");
    }

    private final PostgresServer postgres;

    Databases(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** Copies the service's database as it is: the same tables, indexes, triggers and settings. */
    void createReference() {
        execute("postgres", "CREATE DATABASE " + REFERENCE + " OWNER " + SERVICE + " TEMPLATE " + SERVICE);
    }

    String version() {
        return text("postgres", "SHOW server_version");
    }

    /** The settings that make a commit durable, for the page: they are read back, not assumed. */
    String durability() {
        return "fsync=%s, synchronous_commit=%s, full_page_writes=%s"
                .formatted(
                        text(SERVICE, "SHOW fsync"),
                        text(SERVICE, "SHOW synchronous_commit"),
                        text(SERVICE, "SHOW full_page_writes"));
    }

    /** Both sides begin each run with everything written out and an empty outbox. */
    void settle() {
        execute(REFERENCE, "TRUNCATE outbox");
        execute("postgres", "CHECKPOINT");
    }

    long outboxRows(String database) {
        return Long.parseLong(text(database, "SELECT count(*) FROM outbox"));
    }

    /** Bytes of write-ahead log so far. */
    long walPosition() {
        return Long.parseLong(text("postgres", "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
    }

    Subjects storedConsents() {
        Subjects stored = new Subjects();
        String sql = "SELECT subject_id FROM consent WHERE status = 'GRANTED' AND subject_id LIKE '" + Subjects.PREFIX
                + "%'";
        try (Connection connection = postgres.connect(SERVICE)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10_000);
                try (ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        stored.add(rows.getString(1));
                    }
                }
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the consents", e);
        }
        return stored;
    }

    /** What the writes left behind, by table. */
    Map<String, Rows> left(String database) {
        Map<String, Rows> left = new LinkedHashMap<>();
        TABLES.forEach((table, column) -> {
            String which = " FROM " + table + " t WHERE " + column + " LIKE '" + Subjects.PREFIX + "%'";
            left.put(
                    table,
                    new Rows(
                            Long.parseLong(text(database, "SELECT count(*)" + which)),
                            Double.parseDouble(
                                    text(database, "SELECT coalesce(avg(pg_column_size(t.*)), 0)::float8" + which))));
        });
        return left;
    }

    /** Events that lie in the reference's outbox, with the size of their payload, by topic. */
    Map<String, Rows> referenceEvents(Topic... topics) {
        Map<String, Rows> events = new LinkedHashMap<>();
        for (Topic topic : topics) {
            String which = " FROM outbox WHERE aggregatetype = '" + topic.topicName() + "'";
            events.put(
                    topic.topicName(),
                    new Rows(
                            Long.parseLong(text(REFERENCE, "SELECT count(*)" + which)),
                            Double.parseDouble(text(
                                    REFERENCE, "SELECT coalesce(avg(octet_length(payload)), 0)::float8" + which))));
        }
        return events;
    }

    /** Runs one statement on the service's database. */
    void fill(String sql) {
        execute(SERVICE, sql);
    }

    long count(String database, String table) {
        return Long.parseLong(text(database, "SELECT count(*) FROM " + table));
    }

    private void execute(String database, String sql) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run: " + sql, e);
        }
    }

    private String text(String database, String sql) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run: " + sql, e);
        }
    }
}
