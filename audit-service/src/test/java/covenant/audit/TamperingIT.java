package covenant.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import covenant.audit.AuditLog.Verdict;
import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import covenant.verifier.VerifyCommand;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody with a superuser's rights changes the log: both verifiers notice, and name the entry. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
@Tag("AC-85")
class TamperingIT {

    private static final int SIZE = 600;
    private static boolean logged;

    @TempDir
    Path folder;

    /** Enough entries for full tiles; once. */
    @BeforeEach
    void log() {
        if (logged) {
            return;
        }
        logged = true;
        String subject = "t." + UUID.randomUUID();
        try (KafkaTap tap = new KafkaTap()) {
            for (int i = 0; i < SIZE; i++) {
                tap.publish(Topic.CONSENT, subject, "ConsentGranted", "{\"n\":" + i + "}");
            }
        }
        await().atMost(AuditLog.SOON)
                .until(() ->
                        AuditLog.read(Long.class, "select count(*) from entry where type = 'ConsentGranted'") >= SIZE);
    }

    @AfterEach
    void inOrderAgain() {
        assertThat(AuditLog.verify().getBoolean("ok"))
                .as("the test has repaired the log")
                .isTrue();
    }

    private static String flip(String column) {
        return "set_byte(" + column + ", length(" + column + ") / 2, get_byte(" + column + ", length(" + column
                + ") / 2) # 1)";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "leaf           | leaf does not hash to its tile",
                "leaf_hash      | leaf does not hash to its tile",
                "sealed         | details cannot be opened"
            })
    void aFlippedByteIsFoundAndItsEntryNamed(String column, String said) {
        byte[] good = AuditLog.read(byte[].class, "select " + column + " from entry where index = 417");
        AuditLog.intrude("update entry set " + column + " = " + flip(column) + " where index = 417");
        // A stored leaf hash is not published once its tile is full: the tile is.
        if (column.equals("leaf_hash")) {
            assertThat(AuditLog.verify().getLong("firstBad")).isEqualTo(417);
        } else {
            assertFound(417, said);
        }
        AuditLog.intrude("update entry set " + column + " = ? where index = 417", good);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type           | 'Other'",
                "actor          | 'OPS:other'",
                "service        | 'other'",
                "subject        | 'p-other'",
                "correlation_id | 'other'",
                "event_id       | 'other'",
                "topic          | 'other'",
                "occurred_at    | occurred_at + interval '1 microsecond'",
                "recorded_at    | recorded_at - interval '1 day'",
                "logged_at      | logged_at + interval '1 second'"
            })
    void aColumnThatDoesNotSayWhatWasLoggedIsFound(String column, String value) {
        String good = AuditLog.read(String.class, "select " + column + "::text from entry where index = 300");
        String type = column.endsWith("_at") ? "timestamptz" : "text";
        AuditLog.intrude("update entry set " + column + " = " + value + " where index = 300");
        if (column.equals("actor")) {
            // Auditors are shown the actor that the leaf commits to, so only the service itself can see that the column
            // was changed.
            assertThat(AuditLog.verify().getLong("firstBad")).isEqualTo(300);
        } else {
            assertFound(300, column.equals("subject") ? "" : "column");
        }
        AuditLog.intrude("update entry set " + column + " = ?::" + type + " where index = 300", good);
    }

    @Test
    void anEntryTakenOutIsFound() {
        AuditLog.intrude("create table kept as select * from entry where index = 300");
        AuditLog.intrude("delete from entry where index = 300");
        assertThat(AuditLog.verify().getLong("firstBad")).isEqualTo(300);
        Verdict verdict = AuditLog.independently();
        AuditLog.intrude("insert into entry select * from kept");
        AuditLog.intrude("drop table kept");

        assertThat(verdict.code()).isEqualTo(VerifyCommand.BAD);
        assertThat(verdict.text()).contains("BAD: entry 256: bundle tile/entries/001 is missing");
    }

    @Test
    void theLastEntryTakenOutIsFound() {
        AuditLog.awaitQuiet();
        long last = AuditLog.read(Long.class, "select max(index) from entry");
        AuditLog.intrude("create table kept as select * from entry where index = ?", last);
        AuditLog.intrude("delete from entry where index = ?", last);
        assertThat(AuditLog.verify().getLong("firstBad")).isEqualTo(last);
        Verdict verdict = AuditLog.independently();
        AuditLog.intrude("insert into entry select * from kept");
        AuditLog.intrude("drop table kept");

        assertThat(verdict.code()).isEqualTo(VerifyCommand.BAD);
    }

    @Test
    void swappedDetailsAreFound() {
        long one = AuditLog.read(Long.class, """
                select min(a.index) from entry a join entry b on b.index = a.index + 1 and b.subject = a.subject
                where a.type = 'ConsentGranted' and b.type = a.type""");
        AuditLog.intrude(swap(one));
        try {
            assertFound(one, "details are not what the leaf commits to");
        } finally {
            AuditLog.intrude(swap(one));
        }
    }

    /** Two entries on one person, so that her key opens both. */
    private static String swap(long one) {
        return "update entry a set sealed = b.sealed from entry b where (a.index, b.index) in ((%1$d, %2$d), (%2$d, %1$d))"
                .formatted(one, one + 1);
    }

    @Test
    void removedDetailsAreNotTakenForErased() {
        byte[] good = AuditLog.read(byte[].class, "select sealed from entry where index = 320");
        AuditLog.intrude("update entry set sealed = null where index = 320");
        assertFound(320, "details cannot be opened, and were not erased");
        AuditLog.intrude("update entry set sealed = ? where index = 320", (Object) good);
    }

    @Test
    void aTileThatWasChangedIsFound() {
        byte[] good = AuditLog.read(byte[].class, "select hashes from tile where level = 0 and index = 1");
        AuditLog.intrude(
                "update tile set hashes = set_byte(hashes, 32 * 10, get_byte(hashes, 320) # 1) where level = 0 and index = 1");
        assertFound(266, "leaf does not hash to its tile");
        AuditLog.intrude("update tile set hashes = ? where level = 0 and index = 1", (Object) good);
    }

    @Test
    void anEntryRewrittenWithItsHashAndItsTileIsFoundByTheRoot() {
        AuditLog.intrude("create table kept as select * from entry where index = 200");
        AuditLog.intrude("create table kept_tile as select * from tile where level = 0 and index = 0");
        // Still a leaf, and the columns still say the same: only the hashes give it away.
        AuditLog.intrude(
                "update entry set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '\"v\":1}', '\"v\":1,\"w\":0}'), 'UTF8')"
                        + " where index = 200");
        AuditLog.intrude("update entry set leaf_hash = sha256('\\x00'::bytea || leaf) where index = 200");
        AuditLog.intrude(
                "update tile set hashes = overlay(hashes placing (select leaf_hash from entry where index = 200) from 1 + 32 * 200)"
                        + " where level = 0 and index = 0");
        JsonPath own = AuditLog.verify();
        Verdict verdict = AuditLog.independently();
        AuditLog.intrude("delete from entry where index = 200");
        AuditLog.intrude("insert into entry select * from kept");
        AuditLog.intrude("delete from tile where level = 0 and index = 0");
        AuditLog.intrude("insert into tile select * from kept_tile");
        AuditLog.intrude("drop table kept, kept_tile");

        assertThat(own.getBoolean("ok")).isFalse();
        assertThat(own.getLong("firstBad")).isLessThanOrEqualTo(200);
        assertThat(verdict.code()).isEqualTo(VerifyCommand.BAD);
        assertThat(verdict.text())
                .contains("BAD: entry 0: tile/1/000.p/")
                .contains("over entries 0 to 255, does not match");
    }

    @Test
    void aChangedCheckpointIsFound() {
        AuditLog.awaitQuiet();
        long size = AuditLog.read(Long.class, "select max(size) from checkpoint");
        String good = AuditLog.read(String.class, "select note from checkpoint where size = ?", size);
        AuditLog.intrude(
                "update checkpoint set note = replace(note, ?, ?) where size = ?",
                "\n" + size,
                "\n" + (size + 1),
                size);
        JsonPath own = AuditLog.verify();
        Verdict verdict = AuditLog.independently();
        AuditLog.intrude("update checkpoint set note = ? where size = ?", good, size);

        assertThat(own.getBoolean("ok")).isFalse();
        assertThat(verdict.code()).isEqualTo(VerifyCommand.BAD);
        assertThat(verdict.text()).contains("checkpoint");
    }

    @Test
    void aRollbackIsNoticedByWhoRemembers() throws IOException {
        String state = folder.resolve("state").toString();
        assertThat(AuditLog.independently("--state", state).code()).isEqualTo(VerifyCommand.GOOD);
        AuditLog.awaitQuiet();
        long seen = Long.parseLong(Files.readAllLines(folder.resolve("state")).get(2));
        AuditLog.intrude("create table kept as select * from checkpoint where size >= ?", seen);
        AuditLog.intrude("delete from checkpoint where size >= ?", seen);
        Verdict verdict = AuditLog.independently("--state", state);
        AuditLog.intrude("insert into checkpoint select * from kept");
        AuditLog.intrude("drop table kept");

        assertThat(verdict.code()).isEqualTo(VerifyCommand.BAD);
        assertThat(verdict.text()).contains("the log was rolled back");
    }

    @Test
    void aLogThatWasFoundWrongSignsNothingUntilItIsRepairedAndVerified() {
        try (KafkaTap tap = new KafkaTap()) {
            byte[] good = AuditLog.read(byte[].class, "select leaf from entry where index = 5");
            AuditLog.intrude("update entry set leaf = " + flip("leaf") + " where index = 5");
            assertThat(AuditLog.verify().getBoolean("ok")).isFalse();
            String subject = "halted." + UUID.randomUUID();
            tap.publish(Topic.ACCOUNT, subject, "AccountOpened", "{}");
            fact().then().statusCode(503).body("code", equalTo("SERVICE_UNAVAILABLE"));
            tap.awaitRecord(Topic.AUDIT, record -> record.value().contains("\"firstBadIndex\":5"), AuditLog.SOON);
            assertThat(AuditLog.entriesOn(subject)).isEmpty();

            AuditLog.intrude("update entry set leaf = ? where index = 5", (Object) good);
            assertThat(AuditLog.verify().getBoolean("ok")).isTrue();

            fact().then().statusCode(201);
            assertThat(AuditLog.awaitEntries(subject, 1)).hasSize(1);
        }
    }

    private static Response fact() {
        return given().auth()
                .oauth2(Tokens.ops())
                .contentType("application/json")
                .body("{\"type\":\"Noted\"}")
                .post("/v1/entries");
    }

    private static void assertFound(long entry, String said) {
        JsonPath own = AuditLog.verify();
        Verdict verdict = AuditLog.independently();
        assertThat(own.getBoolean("ok")).isFalse();
        assertThat(own.getLong("firstBad")).isEqualTo(entry);
        assertThat(verdict.code()).isEqualTo(VerifyCommand.BAD);
        assertThat(verdict.text()).contains("BAD: entry " + entry + ": ").contains(said);
    }
}
