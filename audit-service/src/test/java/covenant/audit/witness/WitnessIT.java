package covenant.audit.witness;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.audit.AuditLog;
import covenant.audit.ledger.Halts;
import covenant.audit.ledger.SigningGate;
import covenant.audit.ledger.TileRows;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.CosignerKey;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TileHashes;
import covenant.audit.log.TreeHash;
import covenant.audit.reading.Heads;
import covenant.audit.tile.ConsistencyProofs;
import covenant.audit.verification.IntegrityCheck;
import covenant.audit.verification.Verification;
import covenant.audit.witness.WitnessAnswer.Contradicted;
import covenant.audit.witness.WitnessAnswer.Cosigned;
import covenant.audit.witness.WitnessAnswer.Silent;
import covenant.audit.witness.WitnessAnswer.Unfamiliar;
import covenant.contracts.AuditEvent.IntegrityFailure;
import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.SharedServers;
import covenant.testing.Tokens;
import covenant.verifier.WitnessCommand;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness of its own process and memory, and what it notices that the database cannot. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
@Tag("AC-85")
class WitnessIT {

    @Inject
    Heads heads;

    @Inject
    NoteSigner signer;

    @Inject
    ConsistencyProofs proofs;

    @Inject
    Halts halts;

    @Inject
    Verification verification;

    @TempDir
    Path memory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Thread witness;
    private WitnessCheck check;

    @BeforeEach
    void start() {
        fact().then().statusCode(201);
        String[] args = {
            "--log", log(), "--dir", memory.toString(), "--port", "0", "--every", "1", "--name", "w.example.org"
        };
        witness = Thread.ofPlatform()
                .daemon()
                .start(() -> WitnessCommand.run(args, new PrintStream(said, true, StandardCharsets.UTF_8)));
        await().atMost(AuditLog.SOON).until(() -> said().contains("cosigned "));
        check = check("http://" + said().replaceAll("(?s).*listening on (\\S+)\n.*", "$1"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        witness.interrupt();
        witness.join();
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
    }

    private WitnessCheck check(String url) {
        String key = said().replaceAll("(?s)witness (\\S+)\n.*", "$1");
        return new WitnessCheck(
                heads, signer, proofs, halts, new SigningGate(), Optional.of(url), Optional.of(key), true);
    }

    private static String log() {
        return "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Response fact() {
        return given().auth()
                .oauth2(Tokens.ops())
                .contentType("application/json")
                .body("{\"type\":\"Noted\"}")
                .post("/v1/entries");
    }

    @Test
    void aLogThatOnlyGrewIsCosigned() {
        fact().then().statusCode(201);

        assertThat(check.ask()).isInstanceOf(Cosigned.class);

        String cosigned = check.cosigned().orElseThrow();
        SignedNote note = SignedNote.parse(cosigned);
        assertThat(note.verifiedBy(signer.key())).as("still the log's own note").isTrue();
        String key = said().replaceAll("(?s)witness (\\S+)\n.*", "$1");
        assertThat(CosignerKey.parse(key)
                        .cosigned(note.text(), cosigned.substring(note.text().length() + 1)))
                .isTrue();
        assertThat(CosignerKey.parse(key).cosigned(note.text().replace("\n", "\n1"), cosigned))
                .isFalse();
    }

    @Test
    void anOlderBackupIsNoticedAndSignsNothing() {
        AuditLog.awaitQuiet();
        long before = AuditLog.read(Long.class, "select max(size) from checkpoint");
        for (int i = 0; i < 3; i++) {
            fact().then().statusCode(201);
        }
        assertThat(check.ask()).isInstanceOf(Cosigned.class);
        AuditLog.awaitQuiet();
        AuditLog.intrude("create table kept_entry as select * from entry where index >= ?", before);
        AuditLog.intrude("create table kept_checkpoint as select * from checkpoint where size > ?", before);
        AuditLog.intrude(
                "create table kept_tile as select * from tile where level = 0 and (index + 1) * 256 > ?", before);
        AuditLog.intrude("delete from checkpoint where size > ?", before);
        AuditLog.intrude("delete from entry where index >= ?", before);
        AuditLog.intrude("delete from tile where level = 0 and (index + 1) * 256 > ?", before);
        try (KafkaTap tap = new KafkaTap()) {
            WitnessAnswer answer = check.ask();
            check.sweep();
            fact().then().statusCode(503);
            IntegrityCheck.Verified verified = new IntegrityCheck(verification, check, halts).run();

            assertThat(answer).isInstanceOfSatisfying(Contradicted.class, said -> {
                assertThat(said.failure()).isEqualTo(IntegrityFailure.BEHIND_WITNESS);
                assertThat(said.firstBad()).isEqualTo(before);
            });
            assertThat(verified.ok()).as("in order in itself, and yet not").isFalse();
            assertThat(verified.firstBad()).isEqualTo(before);
            tap.awaitRecord(Topic.AUDIT, record -> record.value().contains("BEHIND_WITNESS"), AuditLog.SOON);
        } finally {
            AuditLog.intrude("insert into entry select * from kept_entry");
            AuditLog.intrude("insert into checkpoint select * from kept_checkpoint");
            AuditLog.intrude("insert into tile select * from kept_tile");
            AuditLog.intrude("drop table kept_entry, kept_checkpoint, kept_tile");
        }
        assertThat(check.ask()).as("repaired").isInstanceOf(Cosigned.class);
    }

    /** The intruder has the log's key too: leaf, hash, root and signature are all in order. */
    @Test
    void aTreeRecomputedAndSignedAnewIsNoticed() throws SQLException {
        AuditLog.awaitQuiet();
        if (AuditLog.read(Long.class, "select max(size) from checkpoint") % 256 == 0) {
            fact().then().statusCode(201);
        }
        assertThat(check.ask()).isInstanceOf(Cosigned.class);
        long size = AuditLog.read(Long.class, "select max(size) from checkpoint");
        AuditLog.intrude("create table kept_entry as select * from entry where index = ?", size - 1);
        AuditLog.intrude("create table kept_checkpoint as select * from checkpoint where size = ?", size);
        AuditLog.intrude(
                "update entry set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '\"v\":1}', '\"v\":1,\"w\":0}'), 'UTF8') where index = ?",
                size - 1);
        AuditLog.intrude("update entry set leaf_hash = sha256('\\x00'::bytea || leaf) where index = ?", size - 1);
        TreeHash root = root(size);
        SignedNote forged = new Checkpoint(signer.key().name(), size, root).sign(signer);
        AuditLog.intrude(
                "update checkpoint set root = ?, note = ? where size = ?", root.toBytes(), forged.format(), size);
        boolean inItself = AuditLog.verify().getBoolean("ok");
        WitnessAnswer answer = check.ask();
        AuditLog.intrude("delete from entry where index = ?", size - 1);
        AuditLog.intrude("delete from checkpoint where size = ?", size);
        AuditLog.intrude("insert into entry select * from kept_entry");
        AuditLog.intrude("insert into checkpoint select * from kept_checkpoint");
        AuditLog.intrude("drop table kept_entry, kept_checkpoint");

        assertThat(inItself).as("nothing inside the database can tell").isTrue();
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Contradicted.class,
                        said -> assertThat(said.failure()).isEqualTo(IntegrityFailure.ROOT_MISMATCH));
        await().atMost(AuditLog.SOON)
                .until(() -> memory.toFile().list((dir, name) -> name.endsWith(".contradiction")).length > 0);
    }

    private static TreeHash root(long size) throws SQLException {
        try (Connection connection = SharedServers.superuser("audit")) {
            TileRows rows = new TileRows(connection);
            return new TileHashes(size, tile -> {
                        try {
                            return rows.hashes(tile);
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .root(size);
        }
    }

    @Test
    void aWitnessThatIsAwayOrKnowsNothingSaysNothingAgainstTheLog() {
        assertThat(check("http://127.0.0.1:1").ask()).isInstanceOf(Silent.class);
        assertThat(check(log() + "/" + UUID.randomUUID()).ask()).isInstanceOf(Unfamiliar.class);
    }
}
