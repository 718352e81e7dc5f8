package covenant.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** RFC 6962 section 2.1 hashing. */
final class Merkle {

    static final int HASH = 32;

    private Merkle() {}

    static byte[] leaf(byte[] leaf) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return digest.digest(leaf);
    }

    static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Root over any number of hashes: MTH with the hashes in the place of the leaves. */
    static byte[] root(List<byte[]> hashes) {
        int size = hashes.size();
        if (size == 0) {
            return sha256().digest();
        }
        if (size == 1) {
            return hashes.getFirst();
        }
        int split = Integer.highestOneBit(size - 1);
        return node(root(hashes.subList(0, split)), root(hashes.subList(split, size)));
    }

    /** Whether the path leads from entry {@code index} of a tree of {@code size} to its root: RFC 9162 section 2.1.3.2. */
    static boolean includes(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last <= 0) {
                return false;
            }
            if (node % 2 == 1 || node == last) {
                hash = node(sibling, hash);
                while (node % 2 == 0 && node != 0) {
                    node /= 2;
                    last /= 2;
                }
            } else {
                hash = node(hash, sibling);
            }
            node /= 2;
            last /= 2;
        }
        return index >= 0 && index < size && last == 0 && Arrays.equals(hash, root);
    }

    /**
     * Root of the tree of {@code size} that has these leaf hashes at {@code first <= index < end} and these hashes of subtrees around them,
     * from left to right.
     *
     * @return nothing, an empty array, if there are too few or too many of either
     */
    static byte[] rootOfRun(long first, long end, long size, List<byte[]> leaves, List<byte[]> around) {
        if (first < 0 || first > end || end > size || leaves.size() != end - first) {
            return new byte[0];
        }
        Iterator<byte[]> inner = leaves.iterator();
        Iterator<byte[]> outer = around.iterator();
        try {
            byte[] root = size == 0 ? root(List.of()) : run(0, size, first, end, inner, outer);
            return inner.hasNext() || outer.hasNext() ? new byte[0] : root;
        } catch (NoSuchElementException e) {
            return new byte[0];
        }
    }

    private static byte[] run(
            long low, long high, long first, long end, Iterator<byte[]> inner, Iterator<byte[]> outer) {
        if (high <= first || low >= end) {
            return outer.next();
        }
        if (high - low == 1) {
            return inner.next();
        }
        long split = low + Long.highestOneBit(high - low - 1);
        byte[] left = run(low, split, first, end, inner, outer);
        return node(left, run(split, high, first, end, inner, outer));
    }

    /** Whether the tree of {@code size} extends the tree of {@code oldSize}: RFC 9162 section 2.1.4.2. */
    static boolean extend(long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> proof) {
        if (oldSize == size || oldSize < 1 || oldSize > size) {
            return oldSize == size && proof.isEmpty() && Arrays.equals(oldRoot, root);
        }
        ArrayDeque<byte[]> path = new ArrayDeque<>(proof);
        if (Long.bitCount(oldSize) == 1) {
            path.addFirst(oldRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        long node = oldSize - 1;
        long last = size - 1;
        while (node % 2 == 1) {
            node /= 2;
            last /= 2;
        }
        byte[] older = path.removeFirst();
        byte[] newer = older;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if (node % 2 == 1 || node == last) {
                older = node(sibling, older);
                newer = node(sibling, newer);
                while (node % 2 == 0 && node != 0) {
                    node /= 2;
                    last /= 2;
                }
            } else {
                newer = node(newer, sibling);
            }
            node /= 2;
            last /= 2;
        }
        return last == 0 && Arrays.equals(older, oldRoot) && Arrays.equals(newer, root);
    }
}
