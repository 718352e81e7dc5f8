package covenant.embedded.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases and roles: each role reaches its own database and no other. */
public final class Provisioning {

    private Provisioning() {}

    /** How to reach a server as its superuser. */
    @FunctionalInterface
    public interface Superuser {
        Connection connect(String database) throws SQLException;
    }

    /** Creates what is missing of the service's database and login roles, on any PostgreSQL; leaves data alone. */
    public static void provision(Superuser superuser, ServiceDatabase database) {
        try (Connection postgres = superuser.connect("postgres")) {
            createDatabase(postgres, database);
            try (Connection inside = superuser.connect(database.name())) {
                grant(inside, database);
            }
        } catch (SQLException e) {
            throw new PostgresUnavailable("Cannot set up database " + database.name() + ": " + e.getMessage(), e);
        }
    }

    private static void createDatabase(Connection postgres, ServiceDatabase database) throws SQLException {
        role(postgres, database.name(), database.password());
        if (database.owner().isPresent()) {
            role(postgres, database.owner().get().role(), database.owner().get().password());
        }
        if (!exists(postgres, "SELECT 1 FROM pg_database WHERE datname = ?", database.name())) {
            run(
                    postgres,
                    "CREATE DATABASE " + database.name() + " OWNER " + database.ownerRole() + " TEMPLATE template0");
        }
        run(postgres, "REVOKE ALL ON DATABASE " + database.name() + " FROM PUBLIC");
        run(postgres, "GRANT CONNECT, TEMPORARY ON DATABASE " + database.name() + " TO " + database.name());
        // New roles would otherwise reach these two through PUBLIC.
        run(postgres, "REVOKE ALL ON DATABASE postgres FROM PUBLIC");
        run(postgres, "REVOKE ALL ON DATABASE template1 FROM PUBLIC");
    }

    private static void grant(Connection inside, ServiceDatabase database) throws SQLException {
        run(inside, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
        run(inside, "GRANT USAGE ON SCHEMA public TO " + database.name());
        if (database.owner().isPresent()) {
            String defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE " + database.ownerRole() + " GRANT ";
            run(inside, defaults + "SELECT, INSERT ON TABLES TO " + database.name());
            run(inside, defaults + "USAGE, SELECT ON SEQUENCES TO " + database.name());
        }
    }

    private static void role(Connection postgres, String role, String password) throws SQLException {
        String verb = exists(postgres, "SELECT 1 FROM pg_roles WHERE rolname = ?", role) ? "ALTER" : "CREATE";
        run(
                postgres,
                verb + " ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '"
                        + password.replace("'", "''") + "'");
    }

    private static boolean exists(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
