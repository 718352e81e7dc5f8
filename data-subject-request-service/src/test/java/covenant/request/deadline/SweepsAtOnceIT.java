package covenant.request.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.time.CovenantClock;
import covenant.testing.CovenantServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several sweeps on one database, as replicas run them: each request is reminded of once (R-5.2.1-5). */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class SweepsAtOnceIT {
    private static final int DUE = 1_000;

    @Inject
    DeadlineSweep sweep;

    @Inject
    AgroalDataSource database;

    @Inject
    CovenantClock clock;

    @Test
    @Tag("AC-49")
    void eachDueRequestIsRemindedOfOnceInBoundedBatches() throws Exception {
        fill();

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> run = sweep::run;
            for (Future<Integer> done : threads.invokeAll(List.of(run, run, run, run))) {
                done.get();
            }
        }

        assertThat(number("select count(*) from request where subject_id like 'sweep-%' and next_step = 'REMIND_27'"))
                .isEqualTo(DUE);
        assertThat(number("select count(*) from request_timeline t join request r on r.id = t.request_id"
                        + " where r.subject_id like 'sweep-%' and t.event = 'RequestDeadlineApproaching'"))
                .isEqualTo(DUE);
        assertThat(number("select max(n) from (select count(*) as n from request_timeline t join request r"
                        + " on r.id = t.request_id where r.subject_id like 'sweep-%' group by r.id) c"))
                .isEqualTo(1);
    }

    /** Other tests move the clock: these must not fall due again then. */
    @AfterEach
    void empty() throws SQLException {
        execute(
                "delete from request_timeline where request_id in (select id from request where subject_id like 'sweep-%')");
        execute("delete from request where subject_id like 'sweep-%'");
    }

    /** Under review since 21 days, with the first reminder due. */
    private void fill() throws SQLException {
        String now = "timestamptz '" + clock.now() + "'";
        String then = now + " - interval '21 days'";
        execute(
                "insert into request (id, subject_id, type, scope, categories, requester, channel, received_at, created_at,"
                        + " status, open, identity_expires_at, target_due, verified_by, verified_at, reply_due, next_step,"
                        + " next_step_at) select gen_random_uuid(), 'sweep-' || i, 'COMPLAINT', '\\x00', '{}', 'SELF', 'APP', "
                        + then + ", " + then + ", 'IN_REVIEW', true, " + now + ", " + now + ", 'DOCUMENT', " + then
                        + ", " + now
                        + " + interval '9 days', 'REMIND_20', timestamptz '2020-01-01' from generate_series(1, " + DUE
                        + ") i");
    }

    private void execute(String sql) throws SQLException {
        try (Connection c = database.getConnection();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection c = database.getConnection();
                Statement s = c.createStatement();
                ResultSet row = s.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
