package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A dump of what a service's tables hold of a person, as {@code pg_dump} writes it (COPY), to be restored where the rows are gone. */
record Backup(Service service, String subject, Map<String, byte[]> tables) {

    /** Takes the person's rows of the tables, which have a column {@code subject_id}. */
    static Backup of(Storage storage, Service service, String subject, List<String> names) {
        Map<String, byte[]> tables = new LinkedHashMap<>();
        try (Connection connection = storage.superuser(service)) {
            for (String name : names) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                copies(connection)
                        .copyOut(
                                "COPY (SELECT * FROM " + name + " WHERE subject_id = '" + subject + "') TO STDOUT",
                                rows);
                tables.put(name, rows.toByteArray());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("No dump of " + service.module(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Backup(service, subject, tables);
    }

    /** Puts the rows back, in the place of what there is of the person now. */
    void restore(Storage storage) {
        try (Connection connection = storage.superuser(service)) {
            remove(connection);
            for (Map.Entry<String, byte[]> table : tables.entrySet()) {
                copies(connection)
                        .copyIn("COPY " + table.getKey() + " FROM STDIN", new ByteArrayInputStream(table.getValue()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The dump of " + service.module() + " cannot be restored", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String name : tables.keySet()) {
                statement.executeUpdate("DELETE FROM " + name + " WHERE subject_id = '" + subject + "'");
            }
        }
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    int bytes() {
        return tables.values().stream().mapToInt(rows -> rows.length).sum();
    }
}
