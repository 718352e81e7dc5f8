package covenant.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.embedded.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresServerIT {

    private static final ServiceDatabase CONSENT = ServiceDatabase.ownedBySelf("consent", "consent-secret");
    private static final ServiceDatabase AUDIT = ServiceDatabase.appendOnly("audit", "audit-secret", "owner-secret");

    @TempDir
    static Path directory;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = started(Ports.free());
        server.provision(CONSENT);
        server.provision(AUDIT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PostgresServer started(int port) {
        return PostgresServer.start(new PostgresSettings(
                directory.resolve("data"), directory.resolve("postgres.log"), port, true, 50, "super-secret"));
    }

    @Test
    @Order(1)
    void durableSettingsAreOn() throws SQLException {
        try (Connection superuser = server.connect("postgres")) {
            assertThat(one(superuser, "SHOW fsync")).isEqualTo("on");
            assertThat(one(superuser, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(one(superuser, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    @Order(2)
    void serviceOwnsItsDatabaseAndReachesNoOther() throws SQLException {
        try (Connection consent = as("consent", "consent", "consent-secret")) {
            run(consent, "CREATE TABLE kept (value TEXT)");
            run(consent, "INSERT INTO kept VALUES ('first')");
        }
        for (String foreign : new String[] {"audit", "postgres", "template1"}) {
            assertThatThrownBy(() -> as(foreign, "consent", "consent-secret"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    @Test
    @Order(3)
    void passwordIsChecked() {
        assertThatThrownBy(() -> as("consent", "consent", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    @Order(4)
    void auditServiceInsertsAndReadsAndNothingElse() throws SQLException {
        try (Connection owner = as("audit", "audit_owner", "owner-secret")) {
            run(owner, "CREATE TABLE entry (id BIGINT GENERATED ALWAYS AS IDENTITY, value TEXT)");
        }
        try (Connection audit = as("audit", "audit", "audit-secret")) {
            run(audit, "INSERT INTO entry (value) VALUES ('logged')");
            assertThat(one(audit, "SELECT value FROM entry")).isEqualTo("logged");
            for (String forbidden : new String[] {
                "UPDATE entry SET value = 'x'",
                "DELETE FROM entry",
                "TRUNCATE entry",
                "DROP TABLE entry",
                "CREATE TABLE own (id INT)"
            }) {
                assertThatThrownBy(() -> run(audit, forbidden))
                        .as(forbidden)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    @Order(5)
    void dataSurvivesAStopAndAnotherPort() throws SQLException {
        server.close();
        server = started(Ports.free());
        assertThat(kept()).isEqualTo("first");
    }

    @Test
    @Order(6)
    void dataSurvivesKillNineAndTheStaleLockFile() throws SQLException {
        server.kill();
        assertThat(Files.exists(directory.resolve("data/postmaster.pid"))).isTrue();
        server = started(Ports.free());
        assertThat(kept()).isEqualTo("first");
    }

    @Test
    @Order(7)
    void serverThatOutlivedItsParentIsReplaced() throws SQLException {
        PostgresServer orphan = server;
        server = started(Ports.free());
        assertThat(orphan.process().isAlive()).isFalse();
        assertThat(kept()).isEqualTo("first");
    }

    @Test
    @Order(8)
    void wrongSuperuserPasswordIsSaid() {
        server.close();
        assertThatThrownBy(() -> PostgresServer.start(new PostgresSettings(
                        directory.resolve("data"), directory.resolve("postgres.log"), Ports.free(), true, 50, "other")))
                .isInstanceOf(PostgresUnavailable.class)
                .hasMessageContaining("another password");
        server = started(Ports.free());
    }

    private static String kept() throws SQLException {
        try (Connection consent = as("consent", "consent", "consent-secret")) {
            return one(consent, "SELECT value FROM kept");
        }
    }

    private static Connection as(String database, String role, String password) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), role, password);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
