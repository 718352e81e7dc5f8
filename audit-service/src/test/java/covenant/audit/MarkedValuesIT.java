package covenant.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.SharedServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A value that is marked, put in by every door, lies in clear nowhere behind them. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("AC-89")
@Tag("R-1.5.4-2")
@Tag("R-4.1.2-5")
class MarkedValuesIT {

    @Test
    void aMarkedValueIsInClearInNoTableNoLeafNoMetricAndNoEvent() throws SQLException {
        String mark = "MARKED-" + UUID.randomUUID();
        String subject = "marked." + UUID.randomUUID();
        try (KafkaTap tap = new KafkaTap()) {
            tap.publish(Topic.CONSENT, subject, "ConsentGranted", "{\"note\":\"" + mark + "\"}");
            given().auth()
                    .oauth2(Tokens.backend())
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .contentType("application/json")
                    .body("{\"type\":\"Noted\",\"subjectId\":\"" + subject + "\",\"details\":{\"note\":\"" + mark
                            + "\"}}")
                    .post("/v1/entries")
                    .then()
                    .statusCode(201);
            assertThat(AuditLog.awaitEntries(subject, 2).toString())
                    .as("an auditor sees it")
                    .contains(mark);

            assertThat(tables())
                    .as("tables")
                    .isNotEmpty()
                    .allSatisfy(
                            table -> assertThat(rowsWith(table, mark)).as(table).isZero());
            assertThat(rowsWith("entry", subject)).as("not even the plain id").isZero();
            assertThat(given().get("/q/metrics").asString()).doesNotContain(mark, subject);
            assertThat(tap.records(Topic.AUDIT))
                    .noneMatch(
                            record -> record.value() != null && record.value().contains(mark));
        }
    }

    private static List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = SharedServers.superuser("audit");
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** As text, and as the hexadecimal digits in which bytes are shown. */
    private static long rowsWith(String table, String mark) {
        String hex = HexFormat.of().formatHex(mark.getBytes(StandardCharsets.UTF_8));
        return AuditLog.read(
                Long.class,
                "select count(*) from " + table + " t where t::text like ? or t::text like ?",
                "%" + mark + "%",
                "%" + hex + "%");
    }
}
