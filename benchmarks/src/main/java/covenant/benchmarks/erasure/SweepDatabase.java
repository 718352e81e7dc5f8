package covenant.benchmarks.erasure;

import covenant.embedded.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;

/** The retention-service's database, with cases as a closing leaves them when their month is over. */
final class SweepDatabase {
    static final String NAME = "retention";
    /** Each holds one of the categories of a case: so many orders a case has. */
    static final int HOLDERS = 4;

    /**
     * Accounts closed one after the other in the course of a day, each case due a month after its closing. As in life the ids of cases grow with
     * time (RFC 9562 5.7), those of persons and accounts are random.
     */
    private static final String CASE = """
            insert into retention_case (id, dedup_key, subject_id, account_id, cause, all_categories, anchor_at, due_at, late,
                stage, status, items, next_due_at, created_at)
            select uuidv7(), '%1$s/' || md5(i::text), '%1$s-' || md5(i::text), '%1$s-acc-' || md5(i::text), 'ACCOUNT_CLOSED', true,
                now() - interval '40 days', d.at, false, 'WAITING', 'RESTRICTED',
                (select jsonb_agg(jsonb_build_object('category', 'bench.category_' || h, 'status', 'SCHEDULED', 'action',
                    'DELETE', 'dueAt', to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'rule',
                    'bench.category_' || h, 'ruleVersion', 1)) from generate_series(1, %3$d) h),
                d.at, now() - interval '40 days'
            from generate_series(1, %2$d) i, lateral (select date_trunc('second', now())
                - make_interval(secs => 86400.0 * (%2$d - i) / %2$d) as at) d""";

    private final PostgresServer postgres;

    SweepDatabase(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** Internal systems that answer nothing: the sweep orders, and that is what is measured. */
    void registerHolders() {
        for (int i = 1; i <= HOLDERS; i++) {
            execute("""
                    insert into holder (id, kind, transport, categories, entry, version) values ('bench-%1$d', 'INTERNAL',
                        'KAFKA', array['bench.category_%1$d'], '{"holderId": "bench-%1$d", "kind": "INTERNAL", "name": "Bench",
                        "categories": ["bench.category_%1$d"], "purposes": [], "country": "CN", "transport": "KAFKA",
                        "backupMaxAge": "P30D", "status": "ACTIVE", "main": false}', 1) on conflict do nothing""".formatted(i));
        }
    }

    /** Takes away what is due and not ordered yet. */
    void clear() {
        execute("delete from retention_case where stage = 'WAITING'");
        execute("vacuum (analyze) retention_case, due_case");
    }

    /**
     * So many due cases beside what was done before; they become due together, at the commit. Rows that came in the course of a month are vacuumed
     * by then; here that must not happen in the minute that is measured.
     */
    void fill(String batch, int due) {
        execute(CASE.formatted(batch, due, HOLDERS));
        execute("vacuum (analyze) retention_case, due_case");
        execute("checkpoint");
    }

    void single(String batch) {
        execute(CASE.formatted(batch, 1, HOLDERS));
    }

    boolean ordered(String batch) {
        return number("select count(*) from retention_case where subject_id = '" + batch
                        + "-' || md5('1') and stage <> 'WAITING'")
                == 1;
    }

    long waiting(String batch) {
        return number(
                "select count(*) from retention_case where stage = 'WAITING' and subject_id like '" + batch + "-%'");
    }

    /** Orders placed since the beginning, as PostgreSQL's statistics have it: cheap to ask, and some seconds old. */
    long placed() {
        return number("select n_tup_ins from pg_stat_user_tables where relname = 'holder_order'");
    }

    long orders() {
        return number("select count(*) from holder_order");
    }

    long doubled() {
        return number(
                "select count(*) from (select from holder_order group by subject_id, holder_id having count(*) > 1) d");
    }

    /** The same rows marked in one statement, without an order or an event: the floor. Returns rows per second. */
    double setBasedUpdate(int rows) {
        String table = "bench_" + UUID.randomUUID().toString().replace("-", "");
        execute("create table " + table + " as select * from retention_case limit " + rows);
        execute("alter table " + table + " add primary key (id)");
        long before = System.nanoTime();
        execute("update " + table + " set stage = 'ORDERED', status = 'ERASING', next_due_at = null");
        double seconds = (System.nanoTime() - before) / 1e9;
        execute("drop table " + table);
        return rows / seconds;
    }

    String version() {
        return text("show server_version");
    }

    String durability() {
        return String.format(
                Locale.ROOT,
                "fsync=%s, synchronous_commit=%s, full_page_writes=%s",
                text("show fsync"),
                text("show synchronous_commit"),
                text("show full_page_writes"));
    }

    private long number(String sql) {
        return Long.parseLong(text(sql));
    }

    private void execute(String sql) {
        try (Connection connection = postgres.connect(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run: " + sql, e);
        }
    }

    private String text(String sql) {
        try (Connection connection = postgres.connect(NAME);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run: " + sql, e);
        }
    }
}
