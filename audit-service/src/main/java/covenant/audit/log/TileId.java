package covenant.audit.log;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Coordinates of a tile: {@code width} hashes of tile level {@code level}, the first one being number {@code index * 256}.
 *
 * <p>C2SP tlog-tiles: height 8, so a full tile has 256 hashes; a narrower one is partial and stands at the right edge. A hash of
 * level L covers 256^L entries.
 *
 * @param level 0 for leaf hashes, up to 63
 * @param index number of the tile within its level, from 0
 * @param width hashes in the tile, 1 to 256
 */
public record TileId(int level, long index, int width) {

    /** Hashes in a full tile. */
    public static final int FULL = 256;

    /** Binary tree levels within one tile. */
    public static final int HEIGHT = 8;

    private static final Pattern NUMBER = Pattern.compile("((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
    private static final int MAX_LEVEL = 63;
    private static final int MAX_GROUPS = 6;

    public TileId {
        if (level < 0 || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw new LogFormatException("no such tile: level " + level + ", index " + index + ", width " + width);
        }
    }

    public boolean full() {
        return width == FULL;
    }

    /** Path below {@code /tile/}: {@code 0/x001/x234/067} or {@code 1/003.p/17}. */
    public String path() {
        return level + "/" + number();
    }

    /** Path of the entry bundle of the same coordinates below {@code /tile/}: {@code entries/x001/x234/067}. */
    public String bundlePath() {
        return "entries/" + number();
    }

    private String number() {
        StringBuilder path = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return full() ? path.toString() : path + ".p/" + width;
    }

    /**
     * Reads {@code <N>[.p/<W>]} at a given level, in its one canonical spelling.
     *
     * @throws LogFormatException for any other spelling, and for numbers out of range
     */
    public static TileId parse(int level, String number) {
        Matcher matcher = NUMBER.matcher(number);
        if (!matcher.matches()) {
            throw new LogFormatException("not a tile path");
        }
        String[] groups = matcher.group(1).split("/");
        if (groups.length > MAX_GROUPS) {
            throw new LogFormatException("tile index too large");
        }
        long index = 0;
        for (String group : groups) {
            index = index * 1000 + Integer.parseInt(group.startsWith("x") ? group.substring(1) : group);
        }
        int width = matcher.group(2) == null ? FULL : Integer.parseInt(matcher.group(2));
        TileId tile = new TileId(level, index, width);
        if (!tile.number().equals(number)) {
            throw new LogFormatException("not the canonical spelling of a tile path");
        }
        return tile;
    }

    /** Hashes that exist at a tile level of a tree with {@code size} entries: floor(size / 256^level). */
    public static long hashesAt(int level, long size) {
        return level * HEIGHT >= Long.SIZE - 1 ? 0 : size >> (level * HEIGHT);
    }

    /**
     * The tile {@code index} of {@code level} in the tree of {@code size} entries, full or partial.
     *
     * @throws LogFormatException if that tree has no such tile
     */
    public static TileId inTree(int level, long index, long size) {
        long width = Math.min(FULL, hashesAt(level, size) - index * FULL);
        return new TileId(level, index, (int) Math.max(width, 0));
    }

    /** Whether a tree of {@code size} entries has all hashes of this tile. */
    public boolean within(long size) {
        return index <= (hashesAt(level, size) - width) / FULL && index * FULL + width <= hashesAt(level, size);
    }

    /** The right-most tile of every level of a tree of {@code size} entries that is partial there, lowest level first. */
    public static List<TileId> partialsOf(long size) {
        List<TileId> tiles = new ArrayList<>();
        for (int level = 0; hashesAt(level, size) > 0; level++) {
            int width = (int) (hashesAt(level, size) % FULL);
            if (width > 0) {
                tiles.add(new TileId(level, hashesAt(level, size) / FULL, width));
            }
        }
        return tiles;
    }
}
