package covenant.audit.month;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import covenant.audit.AuditLog;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeEdge;
import covenant.audit.log.TreeHash;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.testing.CovenantServers;
import covenant.testing.SharedServers;
import covenant.testing.Tokens;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
    MonthRemoval removal;

    @Inject
    OwnerLogin owner;

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

    /** The log of this test is of today: what can be removed is told by {@code RemovedMonthsIT}. */
    @Test
    @Tag("R-4.1.2-2")
    void aMonthThatIsNotOldEnoughIsNotRemovedByAnybody() {
        seal.seal(clock.now().plus(Duration.ofDays(70)));
        seal.cut();
        String month = YearMonth.from(LegalCalendar.dayOf(clock.now())).toString();

        remove(Tokens.dpo(), month).statusCode(401).body("code", equalTo("MFA_REQUIRED"));
        for (String token : List.of(Tokens.auditorMfa(), Tokens.operatorMfa(), Tokens.approverMfa("approver-1"))) {
            remove(token, month).statusCode(403);
        }
        remove(Tokens.dpoMfa(), month).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
        remove(Tokens.dpoMfa(), "1999-01").statusCode(404);
        remove(Tokens.dpoMfa(), "1999-13").statusCode(404);
        assertThatThrownBy(() ->
                        removal.remove(YearMonth.parse(month), Period.ofYears(10), UUID.randomUUID(), clock.now()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().detail()).contains("is not old enough"));
        assertThat(AuditLog.read(Long.class, "select count(*) from log_removal"))
                .isZero();
    }

    @Test
    @Tag("R-4.1.2-2")
    void aSecondPersonLetsAMonthGoAndTheLogSaysWhoDidIt() {
        QuarkusMock.installMockForType(
                new MonthRemoval(owner) {
                    @Override
                    long remove(YearMonth month, Period kept, UUID approval, Instant now) {
                        return 600;
                    }
                },
                MonthRemoval.class);
        QuarkusMock.installMockForType(new KeepingTime("P-1Y"), KeepingTime.class);
        seal.seal(clock.now().plus(Duration.ofDays(70)));
        String month = YearMonth.from(LegalCalendar.dayOf(clock.now())).toString();

        String approval = remove(Tokens.dpoMfa(), month)
                .statusCode(202)
                .body("status", equalTo("AWAITING_APPROVAL"))
                .extract()
                .path("approvalId");
        decide(Tokens.dpoMfa(), approval).statusCode(403);
        decide(Tokens.approverMfa("approver-1"), approval)
                .statusCode(200)
                .body("month", equalTo(month))
                .body("entries", equalTo(600));

        JsonPath entry = AuditLog.query("type", "LogMonthRemoved", "limit", 1);
        assertThat(entry.getString("items[0].actor")).isEqualTo("APPROVER:approver-1");
        assertThat(entry.getString("items[0].details.approvalId")).isEqualTo(approval);
        assertThat(entry.getString("items[0].details.requestedBy")).isEqualTo("dpo-1");
    }

    private static ValidatableResponse remove(String token, String month) {
        return given().auth()
                .oauth2(token)
                .post("/v1/audit/months/" + month + "/removal")
                .then();
    }

    private static ValidatableResponse decide(String token, String approval) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"approve\":true,\"reason\":\"its time is over\"}")
                .post("/v1/approvals/" + approval + "/decision")
                .then();
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
