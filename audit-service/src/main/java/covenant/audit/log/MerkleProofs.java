package covenant.audit.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Inclusion and consistency proofs: built as in RFC 6962 sections 2.1.1 and 2.1.2, checked as in RFC 9162 sections 2.1.3.2 and 2.1.4.2. */
public final class MerkleProofs {

    private MerkleProofs() {}

    /**
     * Proof that entry {@code index} is in the tree of {@code size} entries: sibling of the leaf first, child of the root last.
     *
     * @throws LogFormatException unless 0 &lt;= index &lt; size
     */
    public static List<TreeHash> inclusion(long index, long size, SubtreeHashes hashes) {
        if (index < 0 || index >= size) {
            throw new LogFormatException("entry " + index + " is not in a tree of " + size);
        }
        List<TreeHash> fromRoot = new ArrayList<>();
        long low = 0;
        long high = size;
        while (high - low > 1) {
            long split = low + splitOf(high - low);
            if (index < split) {
                fromRoot.add(hashes.range(split, high));
                high = split;
            } else {
                fromRoot.add(hashes.range(low, split));
                low = split;
            }
        }
        Collections.reverse(fromRoot);
        return fromRoot;
    }

    /**
     * Proof that the tree of {@code oldSize} entries is a prefix of the tree of {@code size} entries; empty if they are the same tree.
     *
     * @throws LogFormatException unless 1 &lt;= oldSize &lt;= size
     */
    public static List<TreeHash> consistency(long oldSize, long size, SubtreeHashes hashes) {
        if (oldSize < 1 || oldSize > size) {
            throw new LogFormatException("no consistency proof from " + oldSize + " to " + size);
        }
        List<TreeHash> fromRoot = new ArrayList<>();
        long low = 0;
        long high = size;
        boolean known = true;
        while (oldSize != high) {
            long split = low + splitOf(high - low);
            if (oldSize <= split) {
                fromRoot.add(hashes.range(split, high));
                high = split;
            } else {
                fromRoot.add(hashes.range(low, split));
                low = split;
                known = false;
            }
        }
        if (!known) {
            fromRoot.add(hashes.range(low, high));
        }
        Collections.reverse(fromRoot);
        return fromRoot;
    }

    /** Whether {@code proof} shows that {@code leaf} is entry {@code index} of the tree of {@code size} entries under {@code root}. */
    public static boolean includes(TreeHash leaf, long index, long size, List<TreeHash> proof, TreeHash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        TreeHash hash = leaf;
        for (TreeHash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.ofNode(sibling, hash);
                int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>= up;
                last >>= up;
            } else {
                hash = TreeHash.ofNode(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether {@code proof} shows that the tree of {@code size} under {@code root} extends the tree of {@code oldSize} under {@code oldRoot}. */
    public static boolean extend(long oldSize, TreeHash oldRoot, long size, TreeHash root, List<TreeHash> proof) {
        if (oldSize < 1 || oldSize > size) {
            return false;
        }
        if (oldSize == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        List<TreeHash> path = new ArrayList<>(proof);
        if (Long.bitCount(oldSize) == 1) {
            path.addFirst(oldRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        int up = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >> up;
        long last = (size - 1) >> up;
        TreeHash older = path.getFirst();
        TreeHash newer = path.getFirst();
        for (TreeHash sibling : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                older = TreeHash.ofNode(sibling, older);
                newer = TreeHash.ofNode(sibling, newer);
                int skip = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>= skip;
                last >>= skip;
            } else {
                newer = TreeHash.ofNode(newer, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && older.equals(oldRoot) && newer.equals(root);
    }

    /** The largest power of two smaller than {@code length}, which is at least 2. */
    private static long splitOf(long length) {
        return Long.highestOneBit(length - 1);
    }
}
