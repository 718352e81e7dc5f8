package covenant.verifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds consistency proofs from a log's tiles (RFC 6962 section 2.1.2). The tiles are the log's word: what is built here proves nothing
 * until {@link Merkle#extend} has checked it.
 */
final class TileProofs {

    private static final int HEIGHT = 8;

    private final LogSource source;
    private final long size;
    private final Map<String, byte[]> fetched = new HashMap<>();

    TileProofs(LogSource source, long size) {
        this.source = source;
        this.size = size;
    }

    /** @throws BadLogException if the log lacks a tile that a log of this size has */
    List<byte[]> from(long oldSize) {
        List<byte[]> fromRoot = new ArrayList<>();
        long low = 0;
        long high = size;
        boolean known = true;
        while (oldSize != high) {
            long split = low + Long.highestOneBit(high - low - 1);
            if (oldSize <= split) {
                fromRoot.add(range(split, high));
                high = split;
            } else {
                fromRoot.add(range(low, split));
                low = split;
                known = false;
            }
        }
        if (!known) {
            fromRoot.add(range(low, high));
        }
        Collections.reverse(fromRoot);
        return fromRoot;
    }

    private byte[] range(long low, long high) {
        long length = high - low;
        if (Long.bitCount(length) == 1) {
            return subtree(Long.numberOfTrailingZeros(length), low / length);
        }
        long split = low + Long.highestOneBit(length);
        return Merkle.node(range(low, split), range(split, high));
    }

    private byte[] subtree(int height, long index) {
        int level = height / HEIGHT;
        long first = index << (height % HEIGHT);
        long tile = first / Tiles.WIDTH;
        int width = Tiles.width(tile, size >> (level * HEIGHT));
        byte[] hashes = fetched.computeIfAbsent(Tiles.hashes(level, tile, width), path -> fetch(path, width));
        List<byte[]> under = new ArrayList<>();
        int from = (int) (first % Tiles.WIDTH);
        for (int i = from; i < from + (1 << (height % HEIGHT)); i++) {
            under.add(Arrays.copyOfRange(hashes, i * Merkle.HASH, (i + 1) * Merkle.HASH));
        }
        return Merkle.root(under);
    }

    private byte[] fetch(String path, int width) {
        byte[] hashes = source.read(path).orElseThrow(() -> new BadLogException(path + " is missing"));
        if (hashes.length != width * Merkle.HASH) {
            throw new BadLogException(path + " has a wrong length");
        }
        return hashes;
    }
}
