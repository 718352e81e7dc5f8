package covenant.audit;

import covenant.testing.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A log's tables in a database of a test's own: for what must not happen to the log that the other tests write. */
public final class LogDatabase {

    private final SharedServers.Login owner;

    private LogDatabase(SharedServers.Login owner) {
        this.owner = owner;
    }

    /** Migrated, empty. */
    public static LogDatabase of(String name) {
        SharedServers.Login service = SharedServers.database("audit");
        SharedServers.Login owner = SharedServers.database(name);
        Flyway.configure()
                .dataSource(owner.jdbcUrl(), owner.username(), owner.password())
                .locations("db/platform", "db/migration")
                .outOfOrder(true)
                .placeholders(java.util.Map.of("serviceRole", service.username()))
                .load()
                .migrate();
        return new LogDatabase(owner);
    }

    public Connection connect() throws SQLException {
        return owner.connect();
    }

    public Jdbi jdbi() {
        return Jdbi.create(owner::connect).installPlugin(new PostgresPlugin());
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
