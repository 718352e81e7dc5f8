package covenant.audit.log;

/** Where hashes of complete subtrees come from: a store of tiles, or a list of leaf hashes. */
@FunctionalInterface
public interface SubtreeHashes {

    /**
     * Hash of the complete subtree over the entries {@code [index * 2^height, (index + 1) * 2^height)}.
     *
     * @param height binary height, 0 for a leaf hash
     * @param index number of the subtree among those of its height
     */
    TreeHash hash(int height, long index);

    /**
     * MTH(D[from:to]) of RFC 6962, put together from complete subtrees.
     *
     * @param from first entry, a multiple of the largest power of two that is smaller than the range (as in every proof)
     * @param to one past the last entry, greater than {@code from}
     */
    default TreeHash range(long from, long to) {
        long length = to - from;
        int height = 63 - Long.numberOfLeadingZeros(length);
        if (length == 1L << height) {
            return hash(height, from >> height);
        }
        long split = from + (1L << height);
        return TreeHash.ofNode(range(from, split), range(split, to));
    }

    /** Root of the tree of {@code size} entries. */
    default TreeHash root(long size) {
        return size == 0 ? TreeHash.EMPTY_ROOT : range(0, size);
    }
}
