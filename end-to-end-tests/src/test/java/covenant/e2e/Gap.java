package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A lock that somebody else holds in a service's database: whoever comes to it waits there, and can be met there. */
final class Gap implements AutoCloseable {

    private static final String WAITING =
            "select count(*) from pg_stat_activity where datname = ? and wait_event_type = 'Lock' and query ilike ?";

    private final Storage storage;
    private final Service service;
    private final Connection connection;

    private Gap(Storage storage, Service service, Connection connection) {
        this.storage = storage;
        this.service = service;
        this.connection = connection;
    }

    /** @param locking a statement whose locks are held until the gap is closed */
    static Gap before(Storage storage, Service service, String locking) throws SQLException {
        Connection connection = storage.superuser(service);
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(locking);
            return new Gap(storage, service, connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Waits until the service has come to the lock with such a statement ({@code like} pattern). */
    void awaitArrival(String statement) {
        Eventually.within(
                Duration.ofSeconds(30), () -> Sql.number(storage, service, WAITING, service.database(), statement) > 0);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
        }
    }
}
