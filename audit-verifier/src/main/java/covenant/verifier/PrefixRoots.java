package covenant.verifier;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the leaf hashes of a log tile by tile and tells the root of all of them, and the root of a shorter prefix that it was asked
 * to watch. Memory grows by one hash per 256 entries.
 */
final class PrefixRoots {

    private final long watchedSize;
    private final List<byte[]> tileRoots = new ArrayList<>();
    private List<byte[]> partial = List.of();
    private byte[] watchedRoot = Merkle.root(List.of());

    /** @param watchedSize entries of the prefix, 0 for none */
    PrefixRoots(long watchedSize) {
        this.watchedSize = watchedSize;
    }

    void add(List<byte[]> leafHashes) {
        long start = (long) tileRoots.size() * Tiles.WIDTH;
        long inTile = watchedSize - start;
        if (inTile > 0 && inTile <= leafHashes.size()) {
            watchedRoot = root(leafHashes.subList(0, (int) inTile));
        }
        if (leafHashes.size() == Tiles.WIDTH) {
            tileRoots.add(Merkle.root(leafHashes));
        } else {
            partial = leafHashes;
        }
    }

    /** Hash over each full tile, in order. */
    List<byte[]> tileRoots() {
        return tileRoots;
    }

    byte[] root() {
        return root(partial);
    }

    byte[] watchedRoot() {
        return watchedRoot;
    }

    /** Root of the full tiles so far and the hashes behind them: whole tiles are subtrees, so the rest joins from the right. */
    private byte[] root(List<byte[]> rest) {
        byte @Nullable [] right = rest.isEmpty() ? null : Merkle.root(rest);
        int end = tileRoots.size();
        while (end > 0) {
            int width = Integer.lowestOneBit(end);
            byte[] left = Merkle.root(tileRoots.subList(end - width, end));
            right = right == null ? left : Merkle.node(left, right);
            end -= width;
        }
        return right == null ? Merkle.root(List.of()) : right;
    }
}
