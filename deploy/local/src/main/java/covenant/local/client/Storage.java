package covenant.local.client;

import covenant.embedded.identity.LocalKeys;
import covenant.local.stack.Service;
import covenant.local.stack.StackPorts;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** The databases, seen with the superuser's rights: by an administrator, or by an intruder. */
public final class Storage {

    private final Function<String, String> url;
    private final String password;

    public Storage(StackPorts ports, LocalKeys keys) {
        this(database -> "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + database, keys.password("postgres"));
    }

    /**
     * @param url of a database by its name
     * @param password of the superuser
     */
    public Storage(Function<String, String> url, String password) {
        this.url = url;
        this.password = password;
    }

    /** A dump: every row of every table of a database, as text (bytes in hex). */
    public record Dump(List<String> rows) {

        /** Whether the text stands in any row, in clear or as the bytes of its UTF-8. */
        public boolean contains(String text) {
            String bytes = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            return rows.stream().anyMatch(row -> row.contains(text) || row.contains(bytes));
        }
    }

    public Connection superuser(Service service) throws SQLException {
        return superuser(service.database());
    }

    /** The same for any database of the server. */
    public Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url.apply(database), "postgres", password);
    }

    public Dump dump(Service service) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = superuser(service);
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                try (ResultSet result = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (result.next()) {
                        rows.add(result.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new Unanswered("Cannot read the database of " + service.module(), e);
        }
        return new Dump(rows);
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        String sql = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                tables.add(result.getString(1));
            }
        }
        return tables;
    }
}
