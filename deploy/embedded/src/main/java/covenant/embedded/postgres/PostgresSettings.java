package covenant.embedded.postgres;

import java.nio.file.Path;

/**
 * How a PostgreSQL server runs.
 *
 * @param dataDirectory survives restarts; created by the first start
 * @param port may differ from one start to the next
 * @param durable true keeps PostgreSQL's own promises ({@code fsync}, {@code synchronous_commit}, {@code full_page_writes}); false trades
 *     them for speed, for tests that throw the data away
 * @param superuserPassword of the role {@code postgres}; fixed by the first start
 */
public record PostgresSettings(
        Path dataDirectory, Path log, int port, boolean durable, int maxConnections, String superuserPassword) {

    @Override
    public String toString() {
        return "PostgresSettings[" + dataDirectory + ", port " + port + (durable ? ", durable]" : ", not durable]");
    }
}
