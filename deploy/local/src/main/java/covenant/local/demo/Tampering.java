package covenant.local.demo;

import covenant.local.client.Storage;
import covenant.local.client.Unanswered;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What an intruder with a superuser's rights can do to a log entry: switch the triggers off and change a byte. Closing puts it back. */
final class Tampering implements AutoCloseable {

    private final Storage storage;
    private final long index;
    private final byte[] original;

    private Tampering(Storage storage, long index, byte[] original) {
        this.storage = storage;
        this.index = index;
        this.original = original;
    }

    static Tampering with(Storage storage, long index) {
        byte[] original = read(storage, index);
        byte[] changed = original.clone();
        changed[changed.length / 2] ^= 1;
        write(storage, index, changed);
        return new Tampering(storage, index, original);
    }

    @Override
    public void close() {
        write(storage, index, original);
    }

    private static byte[] read(Storage storage, long index) {
        try (Connection connection = storage.superuser(Service.AUDIT);
                PreparedStatement query = connection.prepareStatement("SELECT leaf FROM entry WHERE index = ?")) {
            query.setLong(1, index);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new StoryBroken("entry " + index + " is in the table", "it is not");
                }
                return row.getBytes(1);
            }
        } catch (SQLException e) {
            throw new Unanswered("Cannot read the audit log's table", e);
        }
    }

    private static void write(Storage storage, long index, byte[] leaf) {
        try (Connection connection = storage.superuser(Service.AUDIT);
                Statement statement = connection.createStatement();
                PreparedStatement update = connection.prepareStatement("UPDATE entry SET leaf = ? WHERE index = ?")) {
            statement.execute("SET session_replication_role = replica");
            update.setBytes(1, leaf);
            update.setLong(2, index);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new Unanswered("Cannot change the audit log's table", e);
        }
    }
}
