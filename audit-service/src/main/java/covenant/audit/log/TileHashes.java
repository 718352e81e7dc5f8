package covenant.audit.log;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Subtree hashes of a tree of fixed size, computed from tiles that are fetched once each; for one proof, not for keeping. */
public final class TileHashes implements SubtreeHashes {

    private final long size;
    private final Function<TileId, byte[]> tiles;
    private final Map<TileId, byte[]> fetched = new HashMap<>();

    /**
     * @param size entries in the tree
     * @param tiles gives the hashes of a tile, {@code 32 * width} bytes
     */
    public TileHashes(long size, Function<TileId, byte[]> tiles) {
        this.size = size;
        this.tiles = tiles;
    }

    @Override
    public TreeHash hash(int height, long index) {
        int level = height / TileId.HEIGHT;
        int inner = height % TileId.HEIGHT;
        long first = index << inner;
        TileId tile = TileId.inTree(level, first / TileId.FULL, size);
        byte[] hashes = fetched.computeIfAbsent(tile, this::fetch);
        int from = (int) (first % TileId.FULL);
        return over(hashes, from, from + (1 << inner));
    }

    private byte[] fetch(TileId tile) {
        byte[] hashes = tiles.apply(tile);
        if (hashes.length != tile.width() * TreeHash.BYTES) {
            throw new LogFormatException("tile " + tile.path() + " has " + hashes.length + " bytes");
        }
        return hashes;
    }

    private static TreeHash over(byte[] hashes, int from, int to) {
        if (to - from == 1) {
            return TreeHash.at(hashes, from * TreeHash.BYTES);
        }
        int split = (from + to) >>> 1;
        return TreeHash.ofNode(over(hashes, from, split), over(hashes, split, to));
    }
}
