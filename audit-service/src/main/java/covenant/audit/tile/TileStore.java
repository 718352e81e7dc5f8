package covenant.audit.tile;

import covenant.audit.ledger.TileRows;
import covenant.audit.log.EntryBundle;
import covenant.audit.log.LogFormatException;
import covenant.audit.log.MerkleProofs;
import covenant.audit.log.RangeProof;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TileHashes;
import covenant.audit.log.TileId;
import covenant.audit.log.TlogProof;
import covenant.audit.log.TreeHash;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what was committed; the rows below a signed size never change, so no lock and no common snapshot is needed. */
@ApplicationScoped
class TileStore {

    private final AgroalDataSource dataSource;

    TileStore(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The newest signed head. */
    record Head(long size, String note) {}

    Optional<Head> head() {
        return read(TileStore::head);
    }

    private static Optional<Head> head(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select size, note from checkpoint order by size desc limit 1");
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(new Head(row.getLong(1), row.getString(2))) : Optional.empty();
        }
    }

    /** The hashes of a tile; empty if the signed log is not that long, or the rows are gone. */
    Optional<byte[]> hashes(TileId tile) {
        return read(connection -> {
            if (!tile.within(size(connection))) {
                return Optional.empty();
            }
            try {
                return Optional.of(new TileRows(connection).hashes(tile));
            } catch (LogFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** The leaves beside a level 0 tile; empty likewise. */
    Optional<byte[]> bundle(TileId tile) {
        return read(connection -> {
            if (!tile.within(size(connection))) {
                return Optional.empty();
            }
            List<byte[]> leaves = leaves(connection, tile);
            return leaves.size() == tile.width() ? Optional.of(EntryBundle.encode(leaves)) : Optional.empty();
        });
    }

    private static final String LEAVES = "select leaf from entry where index >= ? and index < ? order by index";
    private static final String KEPT = """
            select leaf from (select index, leaf from entry union all select index, leaf from kept_leaf) as both_of_them
            where index >= ? and index < ? order by index""";

    /** Where a month was removed, the bundle at its end is whole by the leaves that were kept. */
    private static List<byte[]> leaves(Connection connection, TileId tile) throws SQLException {
        List<byte[]> leaves = leaves(connection, LEAVES, tile);
        return leaves.size() == tile.width() ? leaves : leaves(connection, KEPT, tile);
    }

    private static List<byte[]> leaves(Connection connection, String sql, TileId tile) throws SQLException {
        long from = tile.index() * TileId.FULL;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, from);
            select.setLong(2, from + tile.width());
            List<byte[]> leaves = new ArrayList<>(tile.width());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    leaves.add(rows.getBytes(1));
                }
            }
            return leaves;
        }
    }

    /** Proof against the newest head; empty if the entry is not in it. */
    Optional<TlogProof> proof(long index) {
        return read(connection -> {
            Optional<Head> head = head(connection);
            if (head.isEmpty() || index >= head.get().size()) {
                return Optional.empty();
            }
            long size = head.get().size();
            return Optional.of(new TlogProof(
                    index,
                    MerkleProofs.inclusion(index, size, hashes(connection, size)),
                    SignedNote.parse(head.get().note())));
        });
    }

    /** Proof that the log only grew between two sizes. */
    List<TreeHash> consistency(long oldSize, long size) {
        return read(connection -> MerkleProofs.consistency(oldSize, size, hashes(connection, size)));
    }

    /** Proof around a run of entries. */
    List<TreeHash> range(long from, long to, long size) {
        return read(connection -> RangeProof.of(from, to, size, hashes(connection, size)));
    }

    private static TileHashes hashes(Connection connection, long size) {
        TileRows rows = new TileRows(connection);
        return new TileHashes(size, tile -> unchecked(() -> rows.hashes(tile)));
    }

    private static long size(Connection connection) throws SQLException {
        return head(connection).map(Head::size).orElse(0L);
    }

    private interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    private interface Query<T> {
        T run() throws SQLException;
    }

    private static <T> T unchecked(Query<T> query) {
        try {
            return query.run();
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }

    private <T> T read(Read<T> read) {
        return unchecked(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return read.from(connection);
            }
        });
    }

    /** The database failed. */
    static final class StorageException extends RuntimeException {
        StorageException(SQLException cause) {
            super("storage of the log", cause);
        }
    }
}
