package covenant.audit.ledger;

import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Leaf;
import covenant.audit.entry.Sealer.Ready;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeEdge;
import covenant.audit.log.TreeHash;
import covenant.audit.reading.TimeIndex;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** The statements of the sequencer, on the connection of its transaction. */
final class LedgerRows {

    /** Any number that nobody else in this database uses. */
    private static final long SEQUENCER = 0x0A0D17L;

    private static final String ENTRIES = """
            copy entry (index, leaf, leaf_hash, event_id, source, type, service, actor, subject, correlation_id, topic,
                occurred_at, recorded_at, logged_at, payload_mac, sealed) from stdin (format binary)""";
    private static final int ENTRY_COLUMNS = 16;
    private static final String EVENTS = "copy logged_event (event_id, source, payload_mac) from stdin (format binary)";
    private static final int EVENT_COLUMNS = 3;

    private final Connection connection;

    LedgerRows(Connection connection) {
        this.connection = connection;
    }

    /** Waits until this transaction is the only one that appends; the lock goes with the transaction, however it ends. */
    void lock() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, SEQUENCER);
            lock.execute();
        }
    }

    /**
     * The log as committed.
     *
     * @param note the signed head; empty before the first
     */
    record Head(long size, TreeHash root, String note) {}

    Optional<Head> head() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "select size, root, note from checkpoint order by size desc limit 1");
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Head(row.getLong(1), TreeHash.of(row.getBytes(2)), row.getString(3)))
                    : Optional.empty();
        }
    }

    /** Whether a failed check forbids to sign. */
    boolean halted() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select from halt");
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    /** Name of an event, by which it is known again. */
    record EventKey(String eventId, String source) {
        static EventKey of(Draft draft) {
            return new EventKey(draft.fact().eventId(), draft.fact().source());
        }
    }

    /**
     * The payload hashes of those events that are logged already: one look-up by index each, planned for the size that the table has now. A plan
     * that was made while the log was small would go on reading all of it.
     */
    Map<EventKey, byte[]> known(List<Ready> arrived) throws SQLException {
        String[] ids =
                arrived.stream().map(ready -> ready.draft().fact().eventId()).toArray(String[]::new);
        String[] sources =
                arrived.stream().map(ready -> ready.draft().fact().source()).toArray(String[]::new);
        Map<EventKey, byte[]> known = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                select asked.event_id, asked.source, found.payload_mac
                from unnest(?::text[], ?::text[]) as asked (event_id, source) cross join lateral (select payload_mac
                    from logged_event e where e.event_id = asked.event_id and e.source = asked.source limit 1) as found""")) {
            select.unwrap(PGStatement.class).setPrepareThreshold(0);
            select.setArray(1, connection.createArrayOf("text", ids));
            select.setArray(2, connection.createArrayOf("text", sources));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.put(new EventKey(rows.getString(1), rows.getString(2)), rows.getBytes(3));
                }
            }
        }
        return known;
    }

    void insertEvents(List<Ready> fresh) throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(connection.unwrap(PGConnection.class), EVENTS)) {
            for (Ready ready : fresh) {
                Draft draft = ready.draft();
                copy.row(EVENT_COLUMNS)
                        .text(draft.fact().eventId())
                        .text(draft.fact().source())
                        .bytea(draft.payloadMac());
            }
            copy.finish();
        }
    }

    /** @param entries in the order of the log, without a gap */
    void insertEntries(Stream<NewEntry> entries) throws SQLException {
        Iterator<NewEntry> rest = entries.iterator();
        if (!rest.hasNext()) {
            return;
        }
        NewEntry entry = rest.next();
        long first = entry.index();
        try (BinaryCopy copy = new BinaryCopy(connection.unwrap(PGConnection.class), ENTRIES)) {
            write(entry, copy);
            while (rest.hasNext()) {
                entry = rest.next();
                write(entry, copy);
            }
            copy.finish();
        }
        noteDays(first, entry.index() + 1);
    }

    private static void write(NewEntry entry, BinaryCopy copy) throws SQLException {
        Leaf leaf = entry.fields();
        copy.row(ENTRY_COLUMNS)
                .bigint(entry.index())
                .bytea(entry.leaf())
                .bytea(entry.hash().toBytes())
                .text(leaf.eventId())
                .text(leaf.source())
                .text(leaf.type())
                .text(leaf.service())
                .text(leaf.actor())
                .text(leaf.subject())
                .text(leaf.correlationId())
                .text(leaf.topic())
                .timestamptz(leaf.occurredAt())
                .timestamptz(leaf.recordedAt())
                .timestamptz(leaf.loggedAt())
                .bytea(entry.payloadMac())
                .bytea(entry.sealed());
    }

    /** Queries over a period find their way by it; once per block of entries. */
    private void noteDays(long was, long now) throws SQLException {
        if (was / TimeIndex.BLOCK == now / TimeIndex.BLOCK) {
            return;
        }
        try (PreparedStatement note = connection.prepareStatement("select note_days(?, ?)")) {
            note.setLong(1, was);
            note.setLong(2, now);
            note.execute();
        }
    }

    void insertTiles(List<TreeEdge.FullTile> tiles) throws SQLException {
        if (tiles.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into tile (level, index, hashes, root) values (?, ?, ?, ?)")) {
            for (TreeEdge.FullTile tile : tiles) {
                insert.setInt(1, tile.tile().level());
                insert.setLong(2, tile.tile().index());
                insert.setBytes(3, tile.hashes());
                insert.setBytes(4, tile.root().toBytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    void insertCheckpoint(Checkpoint checkpoint, SignedNote note) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into checkpoint (size, root, note) values (?, ?, ?)")) {
            insert.setLong(1, checkpoint.size());
            insert.setBytes(2, checkpoint.root().toBytes());
            insert.setString(3, note.format());
            insert.executeUpdate();
        }
    }
}
