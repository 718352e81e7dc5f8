package covenant.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

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
}
