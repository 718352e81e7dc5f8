package covenant.platform.crypto;

import covenant.testing.SharedServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A database of one test class with the tables of the platform that keys and clock need. */
public final class CryptoDatabase {
    private CryptoDatabase() {}

    public static Jdbi create(String name) {
        SharedServers.Login login = SharedServers.database(name);
        Jdbi jdbi =
                Jdbi.create(login.jdbcUrl(), login.username(), login.password()).installPlugin(new PostgresPlugin());
        jdbi.useHandle(handle -> {
            handle.execute("DROP TABLE IF EXISTS subject_key, sandbox_clock, sandbox_clock_move, person");
            for (String migration : new String[] {"V0_2__subject_keys", "V0_3__sandbox_clock"}) {
                handle.createScript(resource("/db/platform/" + migration + ".sql"))
                        .execute();
            }
            handle.execute("CREATE TABLE person (subject_id varchar(64), name bytea)");
        });
        return jdbi;
    }

    public static Connection superuser(String name) throws SQLException {
        return SharedServers.superuser(name);
    }

    private static String resource(String name) {
        try (InputStream in = CryptoDatabase.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
