package covenant.verifier;

/** Where tiles stand, C2SP tlog-tiles: 256 hashes each, partial ones at the right edge. */
final class Tiles {

    static final int WIDTH = 256;

    private Tiles() {}

    static String hashes(int level, long index, int width) {
        return "tile/" + level + "/" + number(index, width);
    }

    static String entries(long index, int width) {
        return "tile/entries/" + number(index, width);
    }

    /** Width of tile {@code index} where its level has {@code hashes} hashes. */
    static int width(long index, long hashes) {
        return (int) Math.min(WIDTH, hashes - index * WIDTH);
    }

    /** Tiles of a level that has {@code hashes} hashes, the partial one included. */
    static long count(long hashes) {
        return (hashes + WIDTH - 1) / WIDTH;
    }

    private static String number(long index, int width) {
        String digits = Long.toString(index);
        String padded = "0".repeat((3 - digits.length() % 3) % 3) + digits;
        StringBuilder path = new StringBuilder();
        for (int at = 0; at < padded.length(); at += 3) {
            boolean last = at + 3 == padded.length();
            path.append(last ? "" : "x").append(padded, at, at + 3).append(last ? "" : "/");
        }
        return width == WIDTH ? path.toString() : path + ".p/" + width;
    }
}
