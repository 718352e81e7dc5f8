package covenant.audit.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Proof that a run of entries is in a tree: the hashes of the subtrees around it, from left to right. Whoever has the leaves of the run
 * computes the root from both; one leaf less, more or other gives another root.
 *
 * <p>An inclusion proof of RFC 6962 is the case of one entry, but for the order of the hashes.
 */
public final class RangeProof {

    private RangeProof() {}

    /**
     * Proof for the entries {@code from <= index < to} of the tree of {@code size} entries; of an empty run it is the root alone.
     *
     * @throws LogFormatException unless {@code 0 <= from <= to <= size}
     */
    public static List<TreeHash> of(long from, long to, long size, SubtreeHashes hashes) {
        require(from, to, size);
        List<TreeHash> proof = new ArrayList<>();
        if (size > 0) {
            around(0, size, from, to, hashes, proof);
        }
        return proof;
    }

    private static void around(long low, long high, long from, long to, SubtreeHashes hashes, List<TreeHash> proof) {
        if (high <= from || low >= to) {
            proof.add(hashes.range(low, high));
        } else if (low < from || high > to) {
            long split = low + Long.highestOneBit(high - low - 1);
            around(low, split, from, to, hashes, proof);
            around(split, high, from, to, hashes, proof);
        }
    }

    /**
     * Root of the tree that has these leaf hashes at {@code from <= index < to} and these hashes around them.
     *
     * @throws LogFormatException if there are too few or too many of either
     */
    public static TreeHash root(long from, long to, long size, Iterator<TreeHash> leaves, List<TreeHash> proof) {
        require(from, to, size);
        Iterator<TreeHash> around = proof.iterator();
        try {
            TreeHash root = size == 0 ? TreeHash.EMPTY_ROOT : root(0, size, from, to, leaves, around);
            if (leaves.hasNext() || around.hasNext()) {
                throw new LogFormatException("more hashes than the run has");
            }
            return root;
        } catch (NoSuchElementException e) {
            throw new LogFormatException("fewer hashes than the run has", e);
        }
    }

    private static TreeHash root(
            long low, long high, long from, long to, Iterator<TreeHash> leaves, Iterator<TreeHash> around) {
        if (high <= from || low >= to) {
            return around.next();
        }
        if (high - low == 1) {
            return leaves.next();
        }
        long split = low + Long.highestOneBit(high - low - 1);
        TreeHash left = root(low, split, from, to, leaves, around);
        return TreeHash.ofNode(left, root(split, high, from, to, leaves, around));
    }

    private static void require(long from, long to, long size) {
        if (from < 0 || from > to || to > size) {
            throw new LogFormatException("no such run of entries: " + from + " to " + to + " of " + size);
        }
    }
}
