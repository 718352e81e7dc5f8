package covenant.verifier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the leaf hashes of a log tile by tile and tells the root of all of them, and the roots of shorter prefixes that it was asked
 * to watch. Memory grows by one hash per 256 entries.
 */
final class PrefixRoots {

    private final Map<Long, byte[]> watched = new HashMap<>();
    private final List<byte[]> tileRoots = new ArrayList<>();
    private List<byte[]> partial = List.of();

    /** @param watchedSizes entries of the prefixes */
    PrefixRoots(Collection<Long> watchedSizes) {
        watchedSizes.forEach(size -> watched.put(size, Merkle.root(List.of())));
    }

    void add(List<byte[]> leafHashes) {
        long start = (long) tileRoots.size() * Tiles.WIDTH;
        watched.replaceAll((size, before) -> {
            long inTile = size - start;
            return inTile > 0 && inTile <= leafHashes.size() ? root(leafHashes.subList(0, (int) inTile)) : before;
        });
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

    /** Root of a prefix that was to be watched; that of no entries if the log is shorter. */
    byte[] watchedRoot(long size) {
        return watched.getOrDefault(size, Merkle.root(List.of()));
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
