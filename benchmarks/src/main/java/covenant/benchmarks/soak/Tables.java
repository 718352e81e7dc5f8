package covenant.benchmarks.soak;

import covenant.embedded.postgres.PostgresServer;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The five databases, looked at with the superuser's rights. */
final class Tables {

    private static final double MEBIBYTE = 1024 * 1024;

    private final PostgresServer postgres;

    Tables(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** Connections of the services. */
    double connections() {
        return number(
                "postgres",
                "select count(*) from pg_stat_activity where backend_type = 'client backend' and usename <> 'postgres'");
    }

    double outboxRows() {
        return inAll(
                "select case when to_regclass('outbox') is null then 0 else"
                        + " (xpath('/row/c/text()', query_to_xml('select count(*) as c from outbox', false, true, '')))[1]::text::float8 end");
    }

    /** A table whose rows live for milliseconds: where dead rows are not cleared away, it shows first. */
    double outboxMebibytes() {
        return inAll("select coalesce(pg_total_relation_size(to_regclass('outbox')), 0)") / MEBIBYTE;
    }

    double databaseMebibytes() {
        return inAll("select pg_database_size(current_database())") / MEBIBYTE;
    }

    /** Of all rows, in per cent; by PostgreSQL's own counters. */
    double deadShare() {
        double dead = inAll("select coalesce(sum(n_dead_tup), 0) from pg_stat_user_tables");
        double live = inAll("select coalesce(sum(n_live_tup), 0) from pg_stat_user_tables");
        return 100 * dead / Math.max(1, dead + live);
    }

    /** Persons of the soak whose live data is erased everywhere. */
    double erased() {
        return number(
                Service.RETENTION.database(),
                "select count(*) from retention_case where subject_id like '" + Journey.PREFIX
                        + "%' and status in ('ERASED_LIVE', 'COMPLETED')");
    }

    private double inAll(String sql) {
        double sum = 0;
        for (Service service : Service.values()) {
            sum += number(service.database(), sql);
        }
        return sum;
    }

    double number(String database, String sql) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run: " + sql, e);
        }
    }
}
