package covenant.audit.verification;

import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.PersonKeys.Details;
import covenant.audit.entry.PersonKeys.Opened;
import covenant.audit.log.TileId;
import covenant.audit.log.TreeEdge;
import covenant.audit.log.TreeHash;
import covenant.audit.log.VerifierKey;
import covenant.audit.verification.EntryCheck.Checked;
import covenant.audit.verification.Verification.Result;
import covenant.contracts.AuditEvent.IntegrityFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One pass over the log in order: entries are checked in parallel a thousand at a time, their recomputed hashes build tiles and roots,
 * which must be those that are stored and signed.
 */
final class LogWalk {

    private static final int CHUNK = 1_024;
    private static final int MAX_FINDINGS = 10_000;

    private final Connection connection;
    private final PersonKeys keys;
    private final EntryCheck entryCheck;
    private final CheckpointWalk checkpoints;
    private final VerifierKey key;
    private final RemovedMonths removed;
    private final TreeEdge edge = new TreeEdge();
    private final PrefixRoot prefix = new PrefixRoot();
    private Instant newest = Instant.EPOCH;
    private final List<Finding> findings = new ArrayList<>();

    LogWalk(Connection connection, PersonKeys keys, EntryCheck entryCheck, VerifierKey key) throws SQLException {
        this.connection = connection;
        this.keys = keys;
        this.entryCheck = entryCheck;
        this.checkpoints = new CheckpointWalk(connection, key);
        this.key = key;
        this.removed = new RemovedMonths(connection);
    }

    Result run() throws SQLException {
        checkpoints.reached(0, prefix.root(), findings);
        hashesOfRemoved();
        try (PreparedStatement select = connection.prepareStatement(StoredEntry.SELECT)) {
            select.setFetchSize(CHUNK);
            select.setLong(1, removed.end());
            try (ResultSet rows = select.executeQuery()) {
                boolean more = true;
                while (more && findings.size() < MAX_FINDINGS) {
                    List<StoredEntry> chunk = chunk(rows);
                    more = chunk.size() == CHUNK;
                    take(chunk);
                }
            }
        }
        checkpoints.finish(edge.size(), findings);
        findings.addAll(removed.tooEarly(newest));
        CheckpointWalk.Last last = checkpoints.last();
        Optional<Finding> first = findings.stream().min(Comparator.comparingLong(Finding::last));
        return new Result(last.size(), last.root(), first, List.copyOf(findings), removed.names());
    }

    /** Of what was removed the hashes are left: they must lead to every root that was ever signed over them. */
    private void hashesOfRemoved() throws SQLException {
        for (long tile = 0; tile * TileId.FULL < removed.end() && findings.size() < MAX_FINDINGS; tile++) {
            List<TreeHash> hashes = removed.hashes(tile);
            long end = Math.min((tile + 1) * TileId.FULL, removed.end());
            if (hashes.size() < TileId.FULL) {
                findings.add(Finding.ofRange(edge.size(), end, "a tile of a removed month is missing"));
                throwAway(end);
                continue;
            }
            for (TreeHash hash : hashes.subList(0, (int) (end - tile * TileId.FULL))) {
                append(hash);
            }
        }
    }

    private static List<StoredEntry> chunk(ResultSet rows) throws SQLException {
        List<StoredEntry> chunk = new ArrayList<>(CHUNK);
        while (chunk.size() < CHUNK && rows.next()) {
            chunk.add(StoredEntry.read(rows));
        }
        return chunk;
    }

    private void take(List<StoredEntry> chunk) throws SQLException {
        newest = chunk.isEmpty() ? newest : chunk.getLast().loggedAt();
        List<Opened> details = keys.open(chunk.stream()
                .map(entry -> new Details(entry.subject(), entry.sealed()))
                .toList());
        List<Checked> all = IntStream.range(0, chunk.size())
                .parallel()
                .mapToObj(i -> entryCheck.check(chunk.get(i), details.get(i)))
                .toList();
        for (Checked checked : all) {
            if (checked.index() != edge.size()) {
                findings.add(Finding.ofEntry(IntegrityFailure.ENTRY_MISSING, edge.size(), "the entry is missing"));
                throwAway(checked.index());
            }
            checked.finding().ifPresent(findings::add);
            append(checked.hash());
        }
    }

    private void append(TreeHash hash) throws SQLException {
        List<TreeEdge.FullTile> full = new ArrayList<>();
        edge.append(hash, full);
        prefix.append(hash);
        for (TreeEdge.FullTile tile : full) {
            compare(tile);
        }
        checkpoints.reached(edge.size(), prefix.root(), findings);
        if (removed.endsAt(edge.size()) && !removed.signed(edge.size(), prefix.root(), key)) {
            findings.add(Finding.ofRange(
                    0,
                    edge.size(),
                    "the hashes of a removed month do not lead to the root that was signed at its end"));
        }
    }

    /** Behind a gap nothing can be recomputed; places are kept so that later findings name the right entry. */
    private void throwAway(long upTo) {
        while (edge.size() < upTo) {
            edge.append(TreeHash.EMPTY_ROOT, new ArrayList<>());
            prefix.append(TreeHash.EMPTY_ROOT);
        }
    }

    private void compare(TreeEdge.FullTile tile) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select hashes, root from tile where level = ? and index = ?")) {
            select.setInt(1, tile.tile().level());
            select.setLong(2, tile.tile().index());
            try (ResultSet row = select.executeQuery()) {
                long entriesPerHash = 1L << (TileId.HEIGHT * tile.tile().level());
                long first = tile.tile().index() * TileId.FULL * entriesPerHash;
                long end = first + TileId.FULL * entriesPerHash;
                String path = "tile " + tile.tile().path();
                if (!row.next()) {
                    findings.add(Finding.ofRange(first, end, path + " is missing"));
                    return;
                }
                int at = Arrays.mismatch(row.getBytes(1), tile.hashes());
                if (at >= 0) {
                    long from = first + at / TreeHash.BYTES * entriesPerHash;
                    findings.add(Finding.ofRange(
                            from, from + entriesPerHash, path + " does not have the hashes of its entries"));
                } else if (!Arrays.equals(row.getBytes(2), tile.root().toBytes())) {
                    findings.add(Finding.ofRange(first, end, "the root of " + path + " was changed"));
                }
            }
        }
    }
}
