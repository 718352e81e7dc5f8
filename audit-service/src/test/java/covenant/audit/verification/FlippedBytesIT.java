package covenant.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.audit.AuditLog;
import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One byte is flipped in each of a thousand random places, many at a time: each is found, and its entry named. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
@Tag("AC-85")
class FlippedBytesIT {

    private static final long SEED = 20261129;
    private static final int ENTRIES = 700;
    private static final int ROUNDS = 9;
    private static final int ROWS_A_ROUND = 100;
    private static final int TREE_ROUNDS = 20;
    private static final String[] COLUMNS = {"leaf", "leaf_hash", "sealed", "payload_mac"};

    @Inject
    Verification verification;

    private final Random random = new Random(SEED);

    /** A place in a column of bytes, and what stood there. */
    private record Place(String table, String column, String where, long from, long to, byte[] good, byte[] bad) {}

    @BeforeEach
    void enough() {
        if (AuditLog.read(Long.class, "select count(*) from entry") < ENTRIES) {
            try (KafkaTap tap = new KafkaTap()) {
                String subject = "b." + UUID.randomUUID();
                for (int i = 0; i < ENTRIES; i++) {
                    tap.publish(Topic.CONSENT, subject, "ConsentGranted", "{\"n\":" + i + "}");
                }
            }
            await().atMost(AuditLog.SOON)
                    .until(() -> AuditLog.read(Long.class, "select count(*) from entry") >= ENTRIES);
        }
        AuditLog.awaitQuiet();
    }

    @Test
    void aThousandFlippedBytesAreAllFoundAndTheirEntriesNamed() throws SQLException {
        int places = 0;
        try (Connection connection = SharedServers.superuser("audit");
                Statement off = connection.createStatement()) {
            off.execute("set session_replication_role = replica");
            long size = AuditLog.read(Long.class, "select max(size) from checkpoint");
            for (int round = 0; round < ROUNDS; round++) {
                places += check(connection, "round " + round, rows(connection, size));
            }
            for (int round = 0; round < TREE_ROUNDS; round++) {
                places += check(connection, "tree round " + round, tree(connection));
            }
        }
        assertThat(places).isEqualTo(1_000);
        assertThat(verification.run().first()).as("all repaired").isEmpty();
    }

    private int check(Connection connection, String round, List<Place> places) throws SQLException {
        for (Place place : places) {
            write(connection, place, place.bad());
        }
        List<Finding> findings = verification.run().all();
        for (Place place : places) {
            write(connection, place, place.good());
        }
        assertThat(findings)
                .as("seed %d, %s: one for each at least", SEED, round)
                .hasSizeGreaterThanOrEqualTo(places.size());
        for (Place place : places) {
            assertThat(findings)
                    .as("seed %d, %s: %s.%s where %s", SEED, round, place.table(), place.column(), place.where())
                    .anyMatch(finding -> finding.entry() >= place.from() && finding.last() <= place.to());
        }
        return places.size();
    }

    private List<Place> rows(Connection connection, long size) throws SQLException {
        Set<Long> chosen = new HashSet<>();
        List<Place> places = new ArrayList<>();
        while (places.size() < ROWS_A_ROUND) {
            long index = random.nextLong(size);
            String column = COLUMNS[random.nextInt(COLUMNS.length)];
            boolean details = column.equals("sealed") || column.equals("payload_mac");
            if (!(details && erased(index)) && chosen.add(index)) {
                place(connection, "entry", column, "index = " + index, index, index)
                        .ifPresent(places::add);
            }
        }
        return places;
    }

    /** What was sealed for a person who was erased says nothing to anybody any more: there is nothing left to compare it with. */
    private static boolean erased(long index) {
        return AuditLog.read(Boolean.class, """
                select exists (select from entry e join subject_key k on k.subject_id = e.subject
                    where e.index = ? and k.shredded_at is not null)""", index);
    }

    /** Two tiles with their root, and three checkpoints: each at most once a round, so that one does not hide the other. */
    private List<Place> tree(Connection connection) throws SQLException {
        List<Place> places = new ArrayList<>();
        String[] columns = random.nextBoolean() ? new String[] {"hashes", "root"} : new String[] {"root", "hashes"};
        for (int tile = 0; tile < 2; tile++) {
            String where = "level = 0 and index = " + tile;
            place(connection, "tile", columns[tile], where, tile * 256L, tile * 256L + 255)
                    .ifPresent(places::add);
        }
        List<Long> sizes = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select size from checkpoint where size > 0 order by md5(size::text || ?) limit 3")) {
            select.setString(1, Long.toString(random.nextLong()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sizes.add(rows.getLong(1));
                }
            }
        }
        for (long at : sizes) {
            String column = random.nextBoolean() ? "root" : "note";
            long before = AuditLog.read(Long.class, "select coalesce(max(size), 0) from checkpoint where size < ?", at);
            place(connection, "checkpoint", column, "size = " + at, before, at).ifPresent(places::add);
        }
        return places;
    }

    private Optional<Place> place(Connection connection, String table, String column, String where, long from, long to)
            throws SQLException {
        String bytes = column.equals("note") ? "convert_to(note, 'UTF8')" : column;
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select " + bytes + " from " + table + " where " + where)) {
            if (!row.next() || row.getBytes(1) == null) {
                return Optional.empty();
            }
            byte[] good = row.getBytes(1);
            byte[] bad = good.clone();
            // Text stays text: a note's signature line is base64, its head digits.
            int at = column.equals("note") ? noteByte(good) : random.nextInt(bad.length);
            bad[at] ^= column.equals("note") ? (byte) 1 : (byte) (1 << random.nextInt(8));
            return Optional.of(new Place(table, column, where, from, to, good, bad));
        }
    }

    /** Any byte but those of the dash, which a flip would make no text. */
    private int noteByte(byte[] note) {
        int[] ascii = IntStream.range(0, note.length)
                .filter(i -> note[i] > ' ' && ((note[i] ^ 1) > ' '))
                .toArray();
        return ascii[random.nextInt(ascii.length)];
    }

    private static void write(Connection connection, Place place, byte[] bytes) throws SQLException {
        String value = place.column().equals("note") ? "convert_from(?, 'UTF8')" : "?";
        try (PreparedStatement update = connection.prepareStatement(
                "update " + place.table() + " set " + place.column() + " = " + value + " where " + place.where())) {
            update.setBytes(1, bytes);
            update.executeUpdate();
        }
    }
}
