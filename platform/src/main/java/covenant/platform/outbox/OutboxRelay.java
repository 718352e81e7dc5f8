package covenant.platform.outbox;

import covenant.platform.problem.ProblemMappers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Publishes outbox rows and deletes what the broker acknowledged: at least once, in the order of each key.
 *
 * <p>One thread per process walks over the buckets that have rows; {@code pg_try_advisory_xact_lock} per bucket lets
 * replicas share them and a second relay wait. Rows are taken in {@code seq} order and never by "greater than the last
 * one seen": a transaction that commits late is not skipped.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int LOCK_SPACE = 0x0B0C;
    private static final String COLUMNS = """
            seq, id, aggregatetype, aggregateid, type, payload, ce_source, ce_subject, ce_time, ce_dataschema,
            ce_recordedat, ce_accountid, ce_aggregateid, ce_aggregateversion, ce_correlationid, ce_causationid,
            ce_actor, ce_policyversion, traceparent""";

    private final AgroalDataSource dataSource;
    private final CommitSignal signal;
    private final EventProducer producer;
    private final RelayMetrics metrics;
    private final boolean enabled;
    private final int batch;
    private final long pollMillis;
    private volatile boolean running;
    private Thread thread;

    OutboxRelay(
            AgroalDataSource dataSource,
            CommitSignal signal,
            EventProducer producer,
            RelayMetrics metrics,
            @ConfigProperty(name = "covenant.outbox.relay.enabled", defaultValue = "true") boolean enabled,
            @ConfigProperty(name = "covenant.outbox.relay.batch", defaultValue = "1000") int batch,
            @ConfigProperty(name = "covenant.outbox.relay.poll-millis", defaultValue = "100") long pollMillis) {
        this.dataSource = dataSource;
        this.signal = signal;
        this.producer = producer;
        this.metrics = metrics;
        this.enabled = enabled;
        this.batch = batch;
        this.pollMillis = pollMillis;
        this.thread = new Thread(this::run, "outbox-relay");
    }

    void onStart(@Observes StartupEvent started) {
        if (enabled) {
            running = true;
            thread.setDaemon(true);
            thread.start();
        }
    }

    void onStop(@Observes ShutdownEvent stopping) throws InterruptedException {
        running = false;
        signal.wake();
        if (enabled) {
            thread.join(10_000);
        }
    }

    private void run() {
        while (running) {
            try {
                int published = relayOnce();
                if (published < batch) {
                    signal.await(pollMillis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException e) {
                metrics.failed();
                LOG.warnf("Outbox relay will try again: %s", ProblemMappers.describe(e));
                pause();
            }
        }
    }

    private void pause() {
        try {
            signal.await(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** Publishes what is there now, all buckets; returns how many rows. */
    int relayOnce() throws SQLException, InterruptedException {
        int published = 0;
        for (int bucket : bucketsWithRows()) {
            published += relay(bucket);
        }
        return published;
    }

    private List<Integer> bucketsWithRows() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select b from generate_series(0, ?) b where exists (select from outbox where bucket = b)")) {
            select.setInt(1, Outbox.BUCKETS - 1);
            List<Integer> buckets = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    buckets.add(rows.getInt(1));
                }
            }
            return buckets;
        }
    }

    private int relay(int bucket) throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int published = lock(connection, bucket) ? publish(connection, bucket) : 0;
                connection.commit();
                return published;
            } catch (SQLException | RuntimeException | InterruptedException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean lock(Connection connection, int bucket) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?, ?)")) {
            lock.setInt(1, LOCK_SPACE);
            lock.setInt(2, bucket);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private int publish(Connection connection, int bucket) throws SQLException, InterruptedException {
        List<Sent> sent = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from outbox where bucket = ? order by seq limit ?")) {
            select.setInt(1, bucket);
            select.setInt(2, batch);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ProducerRecord<String, byte[]> record = OutboxRecords.read(rows);
                    sent.add(new Sent(rows.getLong("seq"), record.key(), producer.send(record)));
                }
            }
        }
        List<Long> acknowledged = acknowledged(sent);
        delete(connection, acknowledged);
        metrics.published(acknowledged.size());
        if (acknowledged.size() < sent.size()) {
            metrics.failed();
            LOG.warnf("%d events were not acknowledged and stay in the outbox", sent.size() - acknowledged.size());
            connection.commit();
            pause();
        }
        return acknowledged.size();
    }

    /** Rows whose predecessors of the same key were acknowledged too: the rest is sent again, in order. */
    private static List<Long> acknowledged(List<Sent> sent) throws InterruptedException {
        List<Long> done = new ArrayList<>(sent.size());
        Set<String> brokenKeys = new HashSet<>();
        for (Sent one : sent) {
            try {
                one.result().get();
                if (!brokenKeys.contains(one.key())) {
                    done.add(one.seq());
                }
            } catch (ExecutionException e) {
                brokenKeys.add(one.key());
            }
        }
        return done;
    }

    private static void delete(Connection connection, List<Long> seqs) throws SQLException {
        if (seqs.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("delete from outbox where seq = any (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", seqs.toArray()));
            delete.executeUpdate();
        }
    }

    private record Sent(long seq, String key, Future<RecordMetadata> result) {}
}
