package covenant.testing;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.postgres.Provisioning;
import covenant.embedded.postgres.ServiceDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * One PostgreSQL and one Kafka for all tests of a JVM, started by the first who asks, empty at that moment, stopped when the JVM ends. Quarkus
 * loads test classes by several class loaders: what they share is therefore kept in system properties, not in statics.
 *
 * <p>With system property or environment variable {@code covenant.test.containers=true} (Maven profile {@code docker}) the servers are
 * Testcontainers, else child processes. The tests do not see the difference.
 */
public final class SharedServers {

    private static final String PREFIX = "covenant.testing.";
    private static final String JDBC = PREFIX + "jdbc";
    private static final String KAFKA = PREFIX + "kafka";
    private static final String DIRECTORY = PREFIX + "directory";
    private static final String SUPERUSER = "postgres";
    static final String SUPERUSER_PASSWORD = "superuser-of-a-test";

    private SharedServers() {}

    /** A login to a service's database. */
    public record Login(String jdbcUrl, String username, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, username, password);
        }
    }

    /** Kafka's address; the platform's topics exist there. */
    public static String bootstrapServers() {
        return property(KAFKA);
    }

    /** The login of the service, whose database is created at the first call: {@code consent}, {@code audit}, or any name of a test's own. */
    public static Login database(String service) {
        provision(service);
        return new Login(jdbcUrl(service), service, passwordOf(service));
    }

    /** The login that owns the service's database and runs its migrations; for all but audit the same as {@link #database}. */
    public static Login databaseOwner(String service) {
        provision(service);
        return isAppendOnly(service)
                ? new Login(jdbcUrl(service), service + "_owner", passwordOf(service + "_owner"))
                : database(service);
    }

    /** A superuser's connection into the database: for tests that play the intruder, or look for plain text. */
    public static Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, SUPERUSER_PASSWORD);
    }

    /** A directory of this JVM's own, deleted at its end. */
    public static Path directory() {
        return Path.of(property(DIRECTORY));
    }

    /** The keys that sign this JVM's tokens. */
    public static LocalKeys keys() {
        return LocalKeys.in(directory().resolve("keys"));
    }

    static String jdbcUrl(String database) {
        return property(JDBC) + database;
    }

    private static boolean isAppendOnly(String service) {
        return service.equals("audit");
    }

    private static String passwordOf(String role) {
        return role + "-secret";
    }

    private static void provision(String service) {
        String done = PREFIX + "database." + service;
        synchronized (System.getProperties()) {
            if (System.getProperty(done) == null) {
                ServiceDatabase database = isAppendOnly(service)
                        ? ServiceDatabase.appendOnly(service, passwordOf(service), passwordOf(service + "_owner"))
                        : ServiceDatabase.ownedBySelf(service, passwordOf(service));
                Provisioning.provision(SharedServers::superuser, database);
                System.setProperty(done, "true");
            }
        }
    }

    private static String property(String name) {
        synchronized (System.getProperties()) {
            if (System.getProperty(JDBC) == null) {
                Started started = containersWanted() ? ContainerServers.start() : EmbeddedServers.start();
                System.setProperty(KAFKA, started.bootstrapServers());
                System.setProperty(DIRECTORY, started.directory().toString());
                System.setProperty(JDBC, started.jdbcPrefix());
            }
            return System.getProperty(name);
        }
    }

    private static boolean containersWanted() {
        return Boolean.parseBoolean(System.getProperty(
                "covenant.test.containers", System.getenv().getOrDefault("COVENANT_TEST_CONTAINERS", "false")));
    }

    /** @param jdbcPrefix a JDBC URL up to and with the slash before the database's name */
    record Started(String jdbcPrefix, String bootstrapServers, Path directory) {}
}
