package covenant.benchmarks.relay;

import covenant.benchmarks.load.Load;
import covenant.embedded.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * The service's outbox, filled with rows that the service itself wrote: a few consents are recorded while the relay is kept from its buckets, their
 * rows are set aside, and each filling repeats them for other persons.
 */
final class OutboxRows implements AutoCloseable {

    static final String PERSON = "relay-";
    /** Each person has so many consents in one filling, so that there is an order to keep. */
    static final int CONSENTS_PER_PERSON = 10;

    private static final int EVENTS_PER_CONSENT = 2;
    /** The relay's advisory locks, one for each bucket. */
    private static final String KEEP_RELAY_OUT =
            "select pg_advisory_lock(%d, b) from generate_series(0, 7) b".formatted(0x0B0C);

    private final Connection connection;
    private int templates;

    OutboxRows(PostgresServer postgres, String database) throws SQLException {
        connection = postgres.connect(database);
    }

    /**
     * Sets the rows of real consents aside.
     *
     * @param write records the consents through the service; they are acknowledged when it returns
     */
    void learn(java.util.function.Supplier<Load.Result> write) throws SQLException {
        execute(KEEP_RELAY_OUT);
        Load.Result result = write.get();
        if (result.errors() > 0) {
            throw new IllegalStateException("Not every consent was recorded: " + result.failures());
        }
        execute(
                "create table template as select row_number() over (partition by type order by seq) - 1 as n, o.* from outbox o");
        execute("create index on template (n)");
        templates = (int) number("select count(distinct n) from template");
        long events = number("select count(*) from template");
        if (events != (long) templates * EVENTS_PER_CONSENT) {
            throw new IllegalStateException(events + " events of " + templates + " consents");
        }
        execute("select pg_advisory_unlock_all()");
        awaitEmpty();
    }

    /** Bytes of a record as Kafka takes it: key, value, and the headers with their names. */
    int averageRecordBytes() throws SQLException {
        return (int) number("""
                select avg(octet_length(aggregateid) + octet_length(payload) + (
                    select sum(length(h.key) + octet_length(h.value)) from jsonb_each_text(to_jsonb(t)) h
                    where h.value is not null and (h.key like 'ce\\_%' or h.key = 'traceparent'))
                    + length('ce_specversion' || '1.0' || 'ce_id' || id || 'ce_type' || type || 'content-type' || 'application/json'))
                from template t""");
    }

    /**
     * Puts that many events into the outbox in one transaction; the event's number within the filling is in its id.
     *
     * @return the moment of the commit, as {@link System#nanoTime()}
     */
    long fill(int filling, int events) throws SQLException {
        int persons = Math.max(1, events / EVENTS_PER_CONSENT / CONSENTS_PER_PERSON);
        connection.setAutoCommit(false);
        execute("""
                insert into outbox (id, aggregatetype, aggregateid, type, payload, ce_source, ce_subject, ce_time, ce_dataschema,
                    ce_recordedat, ce_accountid, ce_aggregateid, ce_aggregateversion, ce_correlationid, ce_causationid, ce_actor,
                    ce_policyversion, traceparent, bucket)
                select (lpad(to_hex(%1$d), 8, '0') || '-0000-7000-8000-'
                        || lpad(to_hex(2 * c + (t.aggregateid <> t.ce_subject)::int), 12, '0'))::uuid,
                    t.aggregatetype, replace(t.aggregateid, t.ce_subject, p.person), t.type, replace(t.payload, t.ce_subject, p.person),
                    t.ce_source, p.person, t.ce_time, t.ce_dataschema, t.ce_recordedat, t.ce_accountid,
                    replace(t.ce_aggregateid, t.ce_subject, p.person), t.ce_aggregateversion, t.ce_correlationid, t.ce_causationid,
                    t.ce_actor, t.ce_policyversion, t.traceparent, (c %% %3$d) %% 8
                from generate_series(0, %2$d) c join template t on t.n = c %% %4$d,
                    lateral (select '%5$s' || %1$d || '-' || c %% %3$d as person) p
                order by c, t.aggregateid <> t.ce_subject""".formatted(filling, events / EVENTS_PER_CONSENT - 1, persons, templates, PERSON));
        long begin = System.nanoTime();
        connection.commit();
        connection.setAutoCommit(true);
        return begin;
    }

    /** Returns when the relay has emptied it. */
    void awaitEmpty() throws SQLException {
        while (number("select count(*) from (select from outbox limit 1) o") > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    /** The filling that an event belongs to. */
    static int filling(UUID event) {
        return (int) (event.getMostSignificantBits() >>> 32);
    }

    /** The number of the event within its filling. */
    static int number(UUID event) {
        return (int) (event.getLeastSignificantBits() & 0xFFFF_FFFFFFFFL);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
