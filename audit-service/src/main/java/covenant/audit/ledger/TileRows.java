package covenant.audit.ledger;

import covenant.audit.log.LogFormatException;
import covenant.audit.log.TileId;
import covenant.audit.log.TreeEdge;
import covenant.audit.log.TreeHash;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hashes as they are stored: full tiles as rows, partial ones from what lies behind the last full tile (leaf hashes on level 0, roots of the
 * tiles below on the others).
 */
public final class TileRows {

    private final Connection connection;

    public TileRows(Connection connection) {
        this.connection = connection;
    }

    /**
     * The hashes of a tile, {@code 32 * width} bytes.
     *
     * @throws LogFormatException if rows are missing, which a log in order has not
     */
    public byte[] hashes(TileId tile) throws SQLException {
        byte[] hashes = tile.full() ? stored(tile) : behind(tile);
        if (hashes.length != tile.width() * TreeHash.BYTES) {
            throw new LogFormatException("hashes of tile " + tile.path() + " are missing");
        }
        return hashes;
    }

    private byte[] stored(TileId tile) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select hashes from tile where level = ? and index = ?")) {
            select.setInt(1, tile.level());
            select.setLong(2, tile.index());
            return concat(select);
        }
    }

    private byte[] behind(TileId tile) throws SQLException {
        long from = tile.index() * TileId.FULL;
        String sql = tile.level() == 0
                ? "select leaf_hash from entry where index >= ? and index < ? order by index"
                : "select root from tile where index >= ? and index < ? and level = ? order by index";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, from);
            select.setLong(2, from + tile.width());
            if (tile.level() > 0) {
                select.setInt(3, tile.level() - 1);
            }
            return concat(select);
        }
    }

    private static byte[] concat(PreparedStatement select) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                bytes.writeBytes(rows.getBytes(1));
            }
        }
        return bytes.toByteArray();
    }

    /** The right edge of the tree of {@code size} entries. */
    TreeEdge edge(long size) throws SQLException {
        List<List<TreeHash>> partials = new ArrayList<>();
        for (TileId tile : TileId.partialsOf(size)) {
            byte[] hashes = hashes(tile);
            List<TreeHash> split = new ArrayList<>(tile.width());
            for (int at = 0; at < hashes.length; at += TreeHash.BYTES) {
                split.add(TreeHash.at(hashes, at));
            }
            partials.add(split);
        }
        return TreeEdge.of(size, partials);
    }
}
