package covenant.audit.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right edge of a growing tree: the hashes of its partial tiles, all that is needed to append and to compute the root.
 *
 * <p>Not thread-safe. Memory is at most 255 hashes per tile level, whatever the size of the log.
 */
public final class TreeEdge {

    private final List<List<TreeHash>> levels = new ArrayList<>();
    private long size;

    /**
     * A tile that became full.
     *
     * @param tile its coordinates, of full width
     * @param hashes 256 hashes, 8,192 bytes
     * @param root hash over them, which stands in the tile one level up
     */
    public record FullTile(TileId tile, byte[] hashes, TreeHash root) {}

    /** The edge of the empty tree. */
    public TreeEdge() {}

    /**
     * The edge of a tree of {@code size} entries.
     *
     * @param partials the hashes of each tile in {@link TileId#partialsOf(long)}, in that order
     * @throws LogFormatException if a tile has another width than the size demands
     */
    public static TreeEdge of(long size, List<List<TreeHash>> partials) {
        TreeEdge edge = new TreeEdge();
        edge.size = size;
        List<TileId> tiles = TileId.partialsOf(size);
        if (tiles.size() != partials.size()) {
            throw new LogFormatException(
                    "a tree of " + size + " has " + tiles.size() + " partial tiles, not " + partials.size());
        }
        for (int i = 0; i < tiles.size(); i++) {
            if (partials.get(i).size() != tiles.get(i).width()) {
                throw new LogFormatException("partial tile " + tiles.get(i).path() + " has "
                        + partials.get(i).size() + " hashes");
            }
            edge.level(tiles.get(i).level()).addAll(partials.get(i));
        }
        return edge;
    }

    /** An edge that can grow without touching this one. */
    public TreeEdge copy() {
        TreeEdge copy = new TreeEdge();
        copy.size = size;
        levels.forEach(hashes -> copy.levels.add(new ArrayList<>(hashes)));
        return copy;
    }

    /** Number of entries. */
    public long size() {
        return size;
    }

    /** Appends the next leaf hash; tiles that are full now go to {@code full}, lowest level first. */
    public void append(TreeHash leafHash, List<FullTile> full) {
        TreeHash hash = leafHash;
        size++;
        for (int level = 0; ; level++) {
            List<TreeHash> tile = level(level);
            tile.add(hash);
            if (tile.size() < TileId.FULL) {
                return;
            }
            hash = over(tile, 0, TileId.FULL);
            long index = TileId.hashesAt(level, size) / TileId.FULL - 1;
            full.add(new FullTile(new TileId(level, index, TileId.FULL), concat(tile), hash));
            tile.clear();
        }
    }

    /** Root of the tree as it stands. */
    public TreeHash root() {
        @Nullable TreeHash right = null;
        for (List<TreeHash> tile : levels) {
            int end = tile.size();
            while (end > 0) {
                int width = Integer.lowestOneBit(end);
                TreeHash left = over(tile, end - width, end);
                right = right == null ? left : TreeHash.ofNode(left, right);
                end -= width;
            }
        }
        return right == null ? TreeHash.EMPTY_ROOT : right;
    }

    private List<TreeHash> level(int level) {
        while (levels.size() <= level) {
            levels.add(new ArrayList<>());
        }
        return levels.get(level);
    }

    /** Root over a complete subtree of hashes: {@code to - from} is a power of two. */
    private static TreeHash over(List<TreeHash> hashes, int from, int to) {
        if (to - from == 1) {
            return hashes.get(from);
        }
        int split = (from + to) >>> 1;
        return TreeHash.ofNode(over(hashes, from, split), over(hashes, split, to));
    }

    private static byte[] concat(List<TreeHash> hashes) {
        byte[] bytes = new byte[hashes.size() * TreeHash.BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).copyTo(bytes, i * TreeHash.BYTES);
        }
        return bytes;
    }
}
