package covenant.e2e;

import covenant.embedded.identity.LocalCertificate;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;

/** The stack's own PostgreSQL speaks TLS while this is open; who speaks without it is served as before. */
final class PostgresTls implements AutoCloseable {
    private static final Map<String, String> FILES = Map.of(
            "ssl_cert_file", "tls-test.crt", "ssl_key_file", "tls-test.key", "ssl_ca_file", "tls-test-clients.crt");

    private final SharedStack stack;
    private final Connection superuser;
    private final Path directory;

    PostgresTls(SharedStack stack, LocalCertificate server, LocalCertificate client) throws SQLException, IOException {
        this.stack = stack;
        superuser = stack.storage().superuser(Service.RETENTION);
        directory = Path.of(value("SHOW data_directory"));
        show(server, client);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            execute("ALTER SYSTEM SET " + file.getKey() + " = '" + file.getValue() + "'");
        }
        execute("ALTER SYSTEM SET ssl = on");
        reload();
        Eventually.within(Eventually.SOON, () -> value("SHOW ssl").equals("on"));
    }

    /** What the server shows, and whom it believes: already to the next connection, once this has returned. */
    void renew(LocalCertificate server, LocalCertificate client) throws SQLException, IOException {
        show(server, client);
        reload();
        Eventually.within(Eventually.SOON, this::newConnectionsSeeTheFiles);
    }

    /** The order to reload is answered before the process that accepts connections has followed it. */
    private boolean newConnectionsSeeTheFiles() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", superuser.getMetaData().getUserName());
        properties.setProperty("password", stack.keys().password("postgres"));
        properties.setProperty("sslmode", "verify-ca");
        properties.setProperty(
                "sslrootcert", directory.resolve(FILES.get("ssl_cert_file")).toString());
        try (Connection connection =
                DriverManager.getConnection(superuser.getMetaData().getURL(), properties)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            if (e.getCause() instanceof SSLException) {
                return false;
            }
            throw e;
        }
    }

    private void show(LocalCertificate server, LocalCertificate client) throws IOException {
        write("tls-test.key", server.keyPem());
        write("tls-test.crt", server.certificatePem());
        write("tls-test-clients.crt", client.certificatePem());
    }

    private void write(String name, String pem) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, pem);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void reload() throws SQLException {
        execute("SELECT pg_reload_conf()");
    }

    /** Serial numbers of the certificates that the clients of now have shown. */
    Set<String> shownByClients() throws SQLException {
        Set<String> serials = new TreeSet<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT client_serial::text FROM pg_stat_ssl WHERE client_serial IS NOT NULL")) {
            while (rows.next()) {
                serials.add(rows.getString(1));
            }
        }
        return serials;
    }

    /** Hangs up on every client that has shown a certificate, as a restart of the server would. */
    void hangUp() throws SQLException {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_ssl WHERE client_serial IS NOT NULL");
    }

    private String value(String query) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        execute("ALTER SYSTEM RESET ssl");
        for (String setting : FILES.keySet()) {
            execute("ALTER SYSTEM RESET " + setting);
        }
        reload();
        Eventually.within(Eventually.SOON, () -> value("SHOW ssl").equals("off"));
        for (String file : FILES.values()) {
            Files.deleteIfExists(directory.resolve(file));
        }
        superuser.close();
    }
}
