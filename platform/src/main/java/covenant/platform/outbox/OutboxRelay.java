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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes outbox rows and deletes what the broker acknowledged: at least once, in the order of each key.
 *
 * <p>One thread per process takes all buckets that have rows in one transaction; {@code pg_try_advisory_xact_lock} per bucket
 * lets replicas share them and a second relay wait. Rows are taken in {@code seq} order and never by "greater than the last
 * one seen": a transaction that commits late is not skipped.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int LOCK_SPACE = 0x0B0C;
    private static final long PACE_MILLIS = 5;
    private static final int NONE = -1;

    private static final String CLAIM = """
            set local synchronous_commit = off;
            select b from generate_series(0, ?) b where
                case when exists (select from outbox where bucket = b) then pg_try_advisory_xact_lock(?, b) end""";

    private static final String SELECT = """
            select seq, o.ctid::text as place, id, aggregatetype, aggregateid, type, payload, ce_source, ce_subject, ce_time,
                ce_dataschema, ce_recordedat, ce_accountid, ce_aggregateid, ce_aggregateversion, ce_correlationid,
                ce_causationid, ce_actor, ce_policyversion, traceparent
            from unnest(?) as ours (b) cross join lateral
                (select ctid, * from outbox where bucket = ours.b order by seq limit ?) o""";

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
                if (published > 0) {
                    // A round costs a commit: under load it carries what came in a few milliseconds, not one event.
                    TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | NotAcknowledgedException | RuntimeException e) {
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

    /**
     * One round over all buckets that have rows and are not another relay's now; returns how many rows it published.
     *
     * @throws NotAcknowledgedException some rows stay; those that were acknowledged are deleted all the same
     */
    int relayOnce() throws SQLException, InterruptedException, NotAcknowledgedException {
        List<Sent> sent;
        List<String> acknowledged;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                sent = send(connection, claim(connection));
                acknowledged = acknowledged(sent);
                delete(connection, acknowledged);
                connection.commit();
            } catch (SQLException | RuntimeException | InterruptedException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
        metrics.published(acknowledged.size());
        if (acknowledged.size() < sent.size()) {
            throw new NotAcknowledgedException(sent.size() - acknowledged.size(), firstFailure(sent));
        }
        return acknowledged.size();
    }

    /**
     * The buckets that are ours until the end of the transaction. What its deletions lose when PostgreSQL falls is sent
     * again in the same order and dropped by the readers' inboxes: they need not wait for the disk.
     */
    private static List<Short> claim(Connection connection) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setInt(1, Outbox.BUCKETS - 1);
            claim.setInt(2, LOCK_SPACE);
            claim.execute();
            claim.getMoreResults();
            List<Short> buckets = new ArrayList<>();
            try (ResultSet rows = claim.getResultSet()) {
                while (rows.next()) {
                    buckets.add(rows.getShort(1));
                }
            }
            return buckets;
        }
    }

    /**
     * Hands the rows to the producer in their order. One that it refuses at once, because its topic is away, holds up its bucket; a second one ends
     * the round, because the broker is.
     */
    private List<Sent> send(Connection connection, List<Short> buckets) throws SQLException {
        List<Sent> sent = new ArrayList<>();
        int held = NONE;
        for (Waiting waiting : waiting(connection, buckets)) {
            int bucket = Outbox.bucket(waiting.record().key());
            if (bucket == held) {
                continue;
            }
            Future<RecordMetadata> result = producer.send(waiting.record());
            sent.add(new Sent(waiting.place(), waiting.record().key(), result));
            if (result.isDone() && result.state() != Future.State.SUCCESS) {
                if (held != NONE) {
                    break;
                }
                held = bucket;
            }
        }
        if (!sent.isEmpty()) {
            producer.flush();
        }
        return sent;
    }

    /** Sorted here: PostgreSQL would do it on disk, and it cost as much as finding and reading the rows. */
    private List<Waiting> waiting(Connection connection, List<Short> buckets) throws SQLException {
        List<Waiting> waiting = new ArrayList<>();
        if (buckets.isEmpty()) {
            return waiting;
        }
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("smallint", buckets.toArray()));
            select.setInt(2, batch);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    waiting.add(new Waiting(rows.getLong("seq"), rows.getString("place"), OutboxRecords.read(rows)));
                }
            }
        }
        waiting.sort(Comparator.comparingLong(Waiting::seq));
        return waiting;
    }

    /** Rows whose predecessors of the same key were acknowledged too: the rest is sent again, in order. */
    private static List<String> acknowledged(List<Sent> sent) throws InterruptedException {
        List<String> done = new ArrayList<>(sent.size());
        Set<String> brokenKeys = new HashSet<>();
        for (Sent one : sent) {
            try {
                one.result().get();
                if (!brokenKeys.contains(one.key())) {
                    done.add(one.place());
                }
            } catch (ExecutionException e) {
                brokenKeys.add(one.key());
            }
        }
        return done;
    }

    private static @Nullable Throwable firstFailure(List<Sent> sent) {
        return sent.stream()
                .map(Sent::result)
                .filter(result -> result.state() == Future.State.FAILED)
                .findFirst()
                .map(Future::exceptionNow)
                .orElse(null);
    }

    private static void delete(Connection connection, List<String> places) throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("delete from outbox where ctid = any (?)")) {
            delete.setArray(1, connection.createArrayOf("tid", places.toArray()));
            delete.executeUpdate();
        }
    }

    private record Waiting(long seq, String place, ProducerRecord<String, byte[]> record) {}

    /** @param place where the row lies (ctid): rows are never updated, so it stays there while the transaction runs */
    private record Sent(String place, String key, Future<RecordMetadata> result) {}

    /** The broker did not take everything; the cause says why of the first. */
    static final class NotAcknowledgedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAcknowledgedException(int events, @Nullable Throwable cause) {
            super(events + " events were not acknowledged and stay in the outbox", cause);
        }
    }
}
