package covenant.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import covenant.testing.CovenantServers;
import covenant.testing.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
@Tag("AC-85")
class ImmutabilityIT {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String LOG =
            "insert into checkpoint (size, root, note) values (-1, decode(repeat('00', 32), 'hex'), '') ";

    /** Row triggers need a row: the checkpoint of the empty log, which the intake signs first. */
    @BeforeEach
    void somethingIsLogged() {
        await().atMost(AuditLog.SOON).until(() -> AuditLog.read(Long.class, "select count(*) from checkpoint") > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update entry set type = 'Changed'",
                "update tile set root = root",
                "update checkpoint set note = ''",
                "update log_identity set verifier_key = ''",
                "delete from entry",
                "delete from tile",
                "delete from checkpoint",
                "truncate entry",
                "truncate checkpoint",
                "update log_month set size = 0",
                "delete from log_month",
                "truncate log_month",
                "delete from logged_event",
                "update entry_days set days = days",
                "truncate kept_leaf",
                "insert into log_removal values ('2016-01-01', 0, 0, gen_random_uuid(), now())",
                "insert into kept_leaf values (-1, '')",
                "delete from entry_from_0",
                "select * from entry_from_0",
                "alter table entry detach partition entry_from_0",
                "select remove_month('2016-01-01', interval '0', gen_random_uuid(), now())",
                LOG + "on conflict (size) do update set note = excluded.note",
                "merge into checkpoint c using (select 0 as size) s on c.size = s.size when matched then delete",
                "drop table entry",
                "drop trigger entry_immutable on entry",
                "alter table entry disable trigger all",
                "alter table entry owner to audit",
                "alter table entry rename to other",
                "create rule quiet as on insert to entry do instead nothing",
                "create trigger mine before insert on entry for each row execute function refuse_change()",
                "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
                "set session_replication_role = replica",
                "set role audit_owner",
                "lock table entry in access exclusive mode",
                "select 1 from entry for update",
                "copy entry to program 'true'",
                "create table mine (x int)"
            })
    void theServicesRoleIsRefused(String sql) throws SQLException {
        try (Connection connection = SharedServers.database("audit").connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
            connection.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update checkpoint set note = note",
                "delete from checkpoint",
                "truncate tile",
                "truncate entry",
                "delete from log_identity",
                "delete from entry",
                "update entry_from_0 set type = 'Changed'",
                "truncate entry_from_0",
                "truncate logged_event",
                LOG + "on conflict (size) do nothing; update checkpoint set note = '' where size = -1"
            })
    void evenTheOwnerIsStoppedByTheTriggers(String sql) throws SQLException {
        try (Connection connection = SharedServers.databaseOwner("audit").connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("AUDIT_IMMUTABLE");
            connection.rollback();
        }
    }

    /** PostgreSQL only warns of it. */
    @Test
    void theServicesRoleCannotGrantItselfMore() throws SQLException {
        try (Connection connection = SharedServers.database("audit").connect();
                Statement statement = connection.createStatement()) {
            statement.execute("grant update, delete on entry to audit");
            try (var row = statement.executeQuery(
                    "select has_table_privilege('entry', 'update') or has_table_privilege('entry', 'delete')")) {
                row.next();
                assertThat(row.getBoolean(1)).isFalse();
            }
        }
    }

    /** The function that cuts partitions has the owner's rights. */
    @Test
    void theServicesRoleCannotShowTheOwnersFunctionMonthsOfItsOwn() throws SQLException {
        try (Connection connection = SharedServers.database("audit").connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create temporary table log_month (size bigint)");
            statement.execute("insert into pg_temp.log_month values (1)");
            statement.execute("select cut_months()");
            try (var row = statement.executeQuery("select to_regclass('public.entry_from_1') is null")) {
                row.next();
                assertThat(row.getBoolean(1))
                        .as("no partition was cut at the first entry")
                        .isTrue();
            }
            connection.rollback();
        }
    }

    @Test
    void theServicesRoleMayWorkOnItsOwnTables() throws SQLException {
        try (Connection connection = SharedServers.database("audit").connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String table :
                    new String[] {"outbox", "idempotency", "subject_key", "sandbox_clock", "announcement", "halt"}) {
                statement.execute("delete from " + table);
            }
            connection.rollback();
        }
    }
}
