package covenant.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.audit.LogDatabase;
import covenant.audit.entry.Drafts;
import covenant.audit.entry.Fact;
import covenant.audit.entry.Leaf;
import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.Pseudonyms;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.TreeEdge;
import covenant.audit.log.TreeHash;
import covenant.audit.log.VerifierKey;
import covenant.contracts.Actor;
import covenant.platform.crypto.BlindIndex;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Three months of 600, 500 and 400 entries, of which the oldest goes when its time is over: the story of one log, told in order. The persons of the
 * first month were erased eight years ago, one of the second is still there.
 */
@Tag("R-4.1.2-4")
@Tag("R-4.1.2-5")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemovedMonthsIT {

    private static final int[] MONTHS = {600, 500, 400};
    private static final String NOW = "2026-06-01T00:00:00Z";
    private static final Pseudonyms PSEUDONYMS = new Pseudonyms(new BlindIndex((name, first) -> new byte[32]));
    private static final Key KEY = new Key();

    private static LogDatabase database;

    /** The log's key, for a test. */
    private static final class Key implements NoteSigner {
        private final KeyPair pair = pair();

        private static KeyPair pair() {
            try {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public VerifierKey key() {
            byte[] spki = pair.getPublic().getEncoded();
            return new VerifierKey("test.example.org/log", Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature ed25519 = Signature.getInstance("Ed25519");
                ed25519.initSign(pair.getPrivate());
                ed25519.update(message);
                return ed25519.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** All persons are erased: leaves and hashes are what there is. */
    private static final class Erased implements PersonKeys {
        @Override
        public List<Optional<byte[]>> seal(List<Details> details) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Opened> open(List<Details> sealed) {
            return sealed.stream().map(one -> (Opened) new Opened.Erased()).toList();
        }

        @Override
        public void shred(String person) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeAll
    static void threeMonths() throws SQLException {
        database = LogDatabase.of("audit_months");
        TreeEdge edge = new TreeEdge();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int month = 0; month < MONTHS.length; month++) {
                long first = edge.size();
                for (int i = 0; i < MONTHS[month]; i++) {
                    entry(connection, edge, Instant.parse("2016-0" + (month + 1) + "-10T00:00:00Z"), "s-" + month);
                }
                Checkpoint head = new Checkpoint(KEY.key().name(), edge.size(), edge.root());
                String note = head.sign(KEY).format();
                run(
                        connection,
                        "insert into checkpoint values (?, ?, ?)",
                        head.size(),
                        head.root().toBytes(),
                        note);
                run(
                        connection,
                        "insert into log_month values (make_date(2016, ?, 1), ?, ?, ?, ?)",
                        month + 1,
                        first,
                        head.size(),
                        head.root().toBytes(),
                        note);
            }
            // What is logged today; a month is measured by it.
            for (int i = 0; i < 10; i++) {
                entry(connection, edge, Instant.parse("2026-05-10T00:00:00Z"), "s-3");
            }
            Checkpoint head = new Checkpoint(KEY.key().name(), edge.size(), edge.root());
            run(
                    connection,
                    "insert into checkpoint values (?, ?, ?)",
                    head.size(),
                    head.root().toBytes(),
                    head.sign(KEY).format());
            erased(connection, "s-0", "2018-01-01T00:00:00Z");
            run(
                    connection,
                    "insert into subject_key values (?, ''::bytea, 1, now(), null)",
                    PSEUDONYMS.ofSubject("s-1"));
            connection.commit();
        }
    }

    @Test
    @Order(1)
    void everyClosedMonthGetsAPartitionOfItsOwn() throws SQLException {
        assertThat(number("select cut_months()")).isEqualTo(3);
        assertThat(number("select cut_months()")).as("once").isZero();

        assertThat(List.of(
                        number("select count(*) from entry_from_0"),
                        number("select count(*) from entry_from_600"),
                        number("select count(*) from entry_from_1100"),
                        number("select count(*) from entry_from_1500")))
                .containsExactly(600L, 500L, 400L, 10L);
        for (String table : List.of("entry", "entry_from_0", "entry_from_1100")) {
            for (String change : List.of("update %s set type = 'Changed'", "delete from %s", "truncate %s")) {
                assertThatThrownBy(() -> database.execute(change.formatted(table)))
                        .as("%s of %s", change, table)
                        .hasMessageContaining("AUDIT_IMMUTABLE");
            }
        }
        assertThat(verify().all()).isEmpty();
    }

    @Test
    @Order(2)
    void aMonthWithoutEntriesNeedsNoPartition() throws SQLException {
        database.execute(
                "insert into log_month select '2016-04-01', 1500, 1500, root, note from log_month where size = 1500");

        assertThat(number("select cut_months()")).isZero();
    }

    @Test
    @Order(3)
    void noMonthGoesBeforeItsTimeOrOutOfTurn() {
        assertRefused("2016-02-01", "P10Y", NOW, "an older month is still there");
        assertRefused("2016-01-01", "P11Y", NOW, "the month is not old enough");
        assertRefused("2016-01-01", "P3Y", "2019-01-09T00:00:00Z", "the month is not old enough");
        assertRefused("2016-01-01", "P3Y", "2020-12-31T00:00:00Z", "1 persons who were not erased three years ago");
        assertRefused("2016-07-01", "P10Y", NOW, "the month is not closed");
    }

    @Test
    @Order(4)
    void theOldestMonthGoesAndWhatIsLeftStillVerifiesAndNamesIt() throws SQLException {
        UUID approval = UUID.randomUUID();

        assertThat(remove("2016-01-01", "P10Y", approval, NOW)).isEqualTo(600);
        assertThat(remove("2016-01-01", "P10Y", approval, NOW))
                .as("the same approval again")
                .isEqualTo(600);

        assertThat(number("select min(index) from entry")).isEqualTo(600);
        assertThat(number("select count(*) from pg_class where relname = 'entry_from_0'"))
                .isZero();
        assertThat(number("select count(*) from kept_leaf"))
                .as("the begin of the bundle that the next month shares")
                .isEqualTo(600 % 256);
        assertThat(number("select size from log_month where month = '2016-01-01'"))
                .as("its root stays")
                .isEqualTo(600);
        Verification.Result result = verify();
        assertThat(result.all()).isEmpty();
        assertThat(result.entries()).isEqualTo(1_510);
        assertThat(result.removedMonths()).containsExactly("2016-01");
        assertRefused("2016-01-01", "P10Y", NOW, "the month was removed already");
    }

    @Test
    @Order(5)
    void aMonthWithAPersonWhoIsStillThereStays() throws SQLException {
        assertRefused("2016-02-01", "P10Y", NOW, "1 persons who were not erased three years ago");

        assertThat(number("select min(index) from entry")).isEqualTo(600);
    }

    @Test
    @Order(6)
    void aChangedHashOfTheRemovedMonthIsFound() throws SQLException {
        try (Connection connection = intruder()) {
            run(
                    connection,
                    "update tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and index = 1");
            try {
                assertThat(verify().all())
                        .anyMatch(finding -> finding.problem().contains("do not hash to the root that was signed"))
                        .anyMatch(finding -> finding.problem().contains("removed month"));
            } finally {
                run(
                        connection,
                        "update tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and index = 1");
            }
        }
        assertThat(verify().all()).isEmpty();
    }

    @Test
    @Order(7)
    void aMonthThatSomebodyRemovedBeforeItsTimeIsFound() throws SQLException {
        try (Connection connection = intruder()) {
            run(connection, "update entry set logged_at = '2018-12-31' where index = 1509");
            try {
                assertThat(verify().all())
                        .anyMatch(finding -> finding.problem().equals("2016-01 was removed before its time"));
            } finally {
                run(connection, "update entry set logged_at = '2026-05-10T00:00:00Z' where index = 1509");
            }
        }
        assertThat(verify().all()).isEmpty();
    }

    @Test
    @Order(8)
    void entriesThatAreGoneWithoutAnApprovalAreMissing() throws SQLException {
        try (Connection connection = intruder()) {
            run(connection, "create table hidden as select * from entry_from_600");
            run(connection, "delete from entry where index >= 600 and index < 1100");
            try {
                assertThat(verify().first().orElseThrow().problem()).isEqualTo("the entry is missing");
            } finally {
                run(connection, "insert into entry select * from hidden");
            }
        }
    }

    private static Connection intruder() throws SQLException {
        Connection connection = covenant.testing.SharedServers.superuser("audit_months");
        run(connection, "set session_replication_role = replica");
        return connection;
    }

    private static void assertRefused(String month, String kept, String now, String why) {
        assertThatThrownBy(() -> remove(month, kept, UUID.randomUUID(), now)).hasMessageContaining(why);
    }

    private static long remove(String month, String kept, UUID approval, String now) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement remove = connection.prepareStatement(
                        "select remove_month(cast(? as date), cast(? as interval), ?, cast(? as timestamptz))")) {
            remove.setString(1, month);
            remove.setString(2, kept);
            remove.setObject(3, approval);
            remove.setString(4, now);
            try (ResultSet row = remove.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Verification.Result verify() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            return new LogWalk(connection, new Erased(), new EntryCheck(PSEUDONYMS), KEY.key()).run();
        }
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void erased(Connection connection, String subject, String at) throws SQLException {
        run(
                connection,
                "insert into subject_key values (?, null, 1, now(), cast(? as timestamptz))",
                PSEUDONYMS.ofSubject(subject),
                at);
    }

    private static void entry(Connection connection, TreeEdge edge, Instant at, String subject) throws SQLException {
        Leaf leaf = new Drafts(PSEUDONYMS).draft(fact(edge.size(), at, subject)).leaf(at);
        TreeHash hash = TreeHash.ofLeaf(leaf.toBytes());
        OffsetDateTime time = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
        run(
                connection,
                "insert into entry values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ''::bytea, null)",
                edge.size(),
                leaf.toBytes(),
                hash.toBytes(),
                leaf.eventId(),
                leaf.source(),
                leaf.type(),
                leaf.service(),
                leaf.actor(),
                leaf.subject(),
                leaf.correlationId(),
                leaf.topic(),
                time,
                time,
                time);
        List<TreeEdge.FullTile> full = new ArrayList<>();
        edge.append(hash, full);
        for (TreeEdge.FullTile tile : full) {
            run(
                    connection,
                    "insert into tile values (?, ?, ?, ?)",
                    tile.tile().level(),
                    tile.tile().index(),
                    tile.hashes(),
                    tile.root().toBytes());
        }
    }

    private static Fact fact(long number, Instant at, String subject) {
        return new Fact(
                "e-" + number,
                "/test",
                "Tested",
                at,
                at,
                subject,
                null,
                null,
                null,
                "",
                null,
                Actor.system("test"),
                null,
                null,
                Fact.Origin.REST,
                "{}");
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
