package covenant.audit.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entry bundles of C2SP tlog-tiles: leaves one after the other, each behind its length as big-endian uint16. */
public final class EntryBundle {

    /** The longest leaf that fits, in bytes. */
    public static final int MAX_LEAF = 0xFFFF;

    private EntryBundle() {}

    /**
     * Writes leaves in order.
     *
     * @throws LogFormatException if a leaf is longer than 65,535 bytes
     */
    public static byte[] encode(List<byte[]> leaves) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            if (leaf.length > MAX_LEAF) {
                throw new LogFormatException(
                        "leaf of " + leaf.length + " bytes, at most " + MAX_LEAF + " fit a bundle");
            }
            out.write(leaf.length >>> 8);
            out.write(leaf.length);
            out.writeBytes(leaf);
        }
        return out.toByteArray();
    }

    /**
     * Reads a bundle that must hold exactly {@code width} leaves.
     *
     * @throws LogFormatException if it holds fewer, more, or ends within one
     */
    public static List<byte[]> decode(byte[] bundle, int width) {
        List<byte[]> leaves = new ArrayList<>(width);
        int at = 0;
        while (at < bundle.length) {
            int start = at + 2;
            if (start > bundle.length) {
                throw new LogFormatException("bundle ends within a length");
            }
            int end = start + ((bundle[at] & 0xFF) << 8 | bundle[at + 1] & 0xFF);
            if (end > bundle.length) {
                throw new LogFormatException("bundle ends within a leaf");
            }
            leaves.add(Arrays.copyOfRange(bundle, start, end));
            at = end;
        }
        if (leaves.size() != width) {
            throw new LogFormatException("bundle of " + leaves.size() + " leaves instead of " + width);
        }
        return leaves;
    }
}
