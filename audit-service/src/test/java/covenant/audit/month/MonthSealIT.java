package covenant.audit.month;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.audit.AuditLog;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeEdge;
import covenant.audit.log.TreeHash;
import covenant.platform.time.CovenantClock;
import covenant.testing.CovenantServers;
import covenant.testing.SharedServers;
import covenant.testing.Tokens;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
class MonthSealIT {

    @Inject
    MonthSeal seal;

    @Inject
    NoteSigner signer;

    @Inject
    CovenantClock clock;

    @Test
    void aMonthThatIsOverKeepsItsSignedRoot() throws SQLException {
        given().auth()
                .oauth2(Tokens.ops())
                .contentType("application/json")
                .body("{\"type\":\"Noted\"}")
                .post("/v1/entries")
                .then()
                .statusCode(201);
        seal.seal(clock.now().plus(Duration.ofDays(70)));
        seal.seal(clock.now().plus(Duration.ofDays(70)));

        JsonPath months = given().auth()
                .oauth2(Tokens.auditor())
                .get("/v1/audit/months?limit=500")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(months.getList("items")).hasSizeGreaterThanOrEqualTo(2);
        long before = 0;
        for (int i = 0; i < months.getList("items").size(); i++) {
            long size = months.getLong("items[" + i + "].size");
            Checkpoint signed =
                    Checkpoint.open(SignedNote.parse(months.getString("items[" + i + "].checkpoint")), signer.key());
            assertThat(months.getLong("items[" + i + "].first")).as("no gap").isEqualTo(before);
            assertThat(signed.size()).isEqualTo(size);
            assertThat(signed.root()).isEqualTo(root(size));
            before = size;
        }
        assertThat(before).isPositive();
    }

    private static TreeHash root(long size) throws SQLException {
        TreeEdge edge = new TreeEdge();
        try (Connection connection = SharedServers.superuser("audit");
                Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery("select leaf from entry where index < " + size + " order by index")) {
            while (rows.next()) {
                edge.append(TreeHash.ofLeaf(rows.getBytes(1)), new ArrayList<>());
            }
        }
        return edge.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2Y", "P35M", "P0D", "P1000D"})
    void lessThanThreeYearsIsRefusedAtTheStart(String kept) {
        assertThatThrownBy(() -> new KeepingTime(kept).check(new StartupEvent()))
                .hasMessageContaining("three years");
    }

    @Test
    void threeYearsAreEnough() {
        new KeepingTime("P3Y").check(new StartupEvent());
        assertThat(AuditLog.read(Long.class, "select count(*) from halt")).isZero();
    }
}
