package covenant.verifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One entry bundle against its tile of leaf hashes: the part of the work that runs in parallel.
 *
 * @param leaves the entries as logged; empty if the bundle is missing or broken
 * @param hashes recomputed leaf hashes; where there is no leaf, those of the tile
 */
record TileCheck(long index, List<byte[]> leaves, List<byte[]> hashes, List<Problem> problems) {

    static TileCheck of(LogSource source, long index, int width) {
        List<Problem> problems = new ArrayList<>();
        long first = index * Tiles.WIDTH;
        List<byte[]> leaves = leaves(source, index, width, problems);
        List<byte[]> tile = tile(source, Tiles.hashes(0, index, width), width, first, problems);
        List<byte[]> hashes = leaves.stream().map(Merkle::leaf).toList();
        if (!leaves.isEmpty() && !tile.isEmpty()) {
            for (int i = 0; i < width; i++) {
                if (!Arrays.equals(hashes.get(i), tile.get(i))) {
                    problems.add(new Problem(first + i, "leaf does not hash to its tile"));
                }
            }
        }
        return new TileCheck(index, leaves, leaves.isEmpty() ? tile : hashes, problems);
    }

    /** A full tile whose entries were removed: its hashes are taken as they are, the roots above them tell whether they are right. */
    static TileCheck ofHashes(LogSource source, long index) {
        List<Problem> problems = new ArrayList<>();
        String path = Tiles.hashes(0, index, Tiles.WIDTH);
        List<byte[]> hashes = tile(source, path, Tiles.WIDTH, index * Tiles.WIDTH, problems);
        return new TileCheck(index, List.of(), hashes, problems);
    }

    private static List<byte[]> leaves(LogSource source, long index, int width, List<Problem> problems) {
        String path = Tiles.entries(index, width);
        Optional<byte[]> bundle = source.read(path);
        if (bundle.isEmpty()) {
            problems.add(new Problem(index * Tiles.WIDTH, "bundle " + path + " is missing"));
            return List.of();
        }
        byte[] bytes = bundle.get();
        List<byte[]> leaves = new ArrayList<>(width);
        int at = 0;
        while (at + 2 <= bytes.length) {
            int end = at + 2 + ((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF);
            if (end > bytes.length) {
                break;
            }
            leaves.add(Arrays.copyOfRange(bytes, at + 2, end));
            at = end;
        }
        if (at != bytes.length || leaves.size() != width) {
            long broken = index * Tiles.WIDTH + Math.min(leaves.size(), width - 1);
            problems.add(
                    new Problem(broken, "bundle " + path + " holds " + leaves.size() + " of " + width + " entries"));
            return List.of();
        }
        return leaves;
    }

    /** The hashes of a tile; none, and a problem at entry {@code first}, if it is missing or has another length. */
    static List<byte[]> tile(LogSource source, String path, int width, long first, List<Problem> problems) {
        Optional<byte[]> bytes = source.read(path);
        if (bytes.isEmpty() || bytes.get().length != width * Merkle.HASH) {
            problems.add(new Problem(first, path + (bytes.isEmpty() ? " is missing" : " has a wrong length")));
            return List.of();
        }
        List<byte[]> hashes = new ArrayList<>(width);
        for (int at = 0; at < bytes.get().length; at += Merkle.HASH) {
            hashes.add(Arrays.copyOfRange(bytes.get(), at, at + Merkle.HASH));
        }
        return hashes;
    }
}
