package covenant.benchmarks.audit;

import covenant.benchmarks.measure.Latencies;
import covenant.benchmarks.measure.Median;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./covenant bench audit-ingest}: Kafka to integrated in the signed tree, against COPY of the same rows. */
@Command(
        name = "audit-ingest",
        description = "Kafka to integrated in the signed tree, against COPY of the same rows.",
        mixinStandardHelpOptions = true)
public final class AuditIngestCommand extends AuditCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int SINGLES = 100;

    @Option(names = "--events", defaultValue = "200000", description = "Events of a run (${DEFAULT-VALUE}).")
    private int events;

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each side (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warm-up",
            defaultValue = "400000",
            description = "Events before the first run (${DEFAULT-VALUE}).")
    private int warmUp;

    @Override
    String measure(LogGround ground, Connection connection) throws SQLException, IOException {
        int each = quick() ? 5_000 : events;
        int turns = quick() ? 2 : runs;
        List<Double> service = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> indexed = new ArrayList<>();
        Latencies single;
        try (Feed feed = new Feed(ground.kafkaPort())) {
            say("Warming up");
            run(ground, connection, feed, quick() ? 5_000 : warmUp);
            for (int run = 0; run < turns; run++) {
                LogGround.execute(connection, "checkpoint");
                service.add(run(ground, connection, feed, each));
                byte[] rows = rows(connection, each);
                bare.add(copy(connection, rows, each, ""));
                indexed.add(copy(connection, rows, each, "including defaults including constraints including indexes"));
                say(String.format(
                        Locale.ROOT,
                        "Run %d of %d: log %.0f/s, COPY %.0f/s, COPY with the same indexes %.0f/s",
                        run + 1,
                        turns,
                        service.getLast(),
                        bare.getLast(),
                        indexed.getLast()));
            }
            single = singles(ground, connection, feed);
        }
        return page(each, service, bare, indexed, single);
    }

    /** @return entries per second, from the first event sent to the last one signed */
    private static double run(LogGround ground, Connection connection, Feed feed, int events) throws SQLException {
        long before = count(connection);
        long start = System.nanoTime();
        feed.send(events);
        long wanted = before + events;
        while (count(connection) < wanted) {
            ground.awaitSigned(connection, wanted, PATIENCE);
        }
        return events / ((System.nanoTime() - start) / 1e9);
    }

    private static long count(Connection connection) throws SQLException {
        return LogGround.number(connection, "select count(*) from entry where service = 'consent-service'");
    }

    /** The newest rows in COPY's own binary form. */
    private static byte[] rows(Connection connection, int rows) throws SQLException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copier(connection)
                .copyOut(
                        "copy (select * from entry order by index desc limit " + rows + ") to stdout (format binary)",
                        out);
        return out.toByteArray();
    }

    private static double copy(Connection connection, byte[] rows, int count, String including)
            throws SQLException, IOException {
        LogGround.execute(connection, "create table copied (like entry " + including + ")");
        long start = System.nanoTime();
        copier(connection).copyIn("copy copied from stdin (format binary)", new ByteArrayInputStream(rows), 1 << 16);
        double perSecond = count / ((System.nanoTime() - start) / 1e9);
        LogGround.execute(connection, "drop table copied");
        return perSecond;
    }

    private static CopyManager copier(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** How long a single event takes on a log at rest, until it can be queried and is signed: both commit together. */
    private static Latencies singles(LogGround ground, Connection connection, Feed feed) throws SQLException {
        long[] nanos = new long[SINGLES];
        for (int i = 0; i < SINGLES; i++) {
            long before = ground.signed(connection);
            long start = System.nanoTime();
            feed.send(1);
            ground.awaitSigned(connection, before + 1, PATIENCE);
            nanos[i] = System.nanoTime() - start;
        }
        return Latencies.of(List.of(nanos));
    }

    private static String page(
            int events, List<Double> service, List<Double> bare, List<Double> indexed, Latencies single) {
        double log = Median.of(service, Double::doubleValue);
        double copy = Median.of(bare, Double::doubleValue);
        double same = Median.of(indexed, Double::doubleValue);
        return String.format(
                Locale.ROOT,
                """
                | | entries/s, median of %d runs of %d | log / it | aim |
                |---|---:|---:|---|
                | log: Kafka to signed | %.0f | | >= 10,000 on 2 processors |
                | COPY of the same rows into a bare table | %.0f | %.2f | >= 0.2 |
                | COPY into a table with the same indexes | %.0f | %.2f | |

                One event on a log at rest, sent to queryable and signed: median %s ms, p99 %s ms (aims: queryable within 1 s, checkpoint
                within 2 s). Runs: %s.
                """,
                service.size(),
                events,
                log,
                copy,
                log / copy,
                same,
                log / same,
                Latencies.millis(single.median()),
                Latencies.millis(single.percentile(99)),
                service.stream()
                        .map(rate -> String.format(Locale.ROOT, "%.0f/s", rate))
                        .toList());
    }
}
