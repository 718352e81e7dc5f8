package covenant.audit.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A SHA-256 Merkle tree hash: leaf, node or root, always 32 bytes; immutable. RFC 6962 section 2.1. */
public final class TreeHash {

    /** Length of every hash in bytes. */
    public static final int BYTES = 32;

    /** Root of the tree without leaves: the hash of nothing. RFC 6962 section 2.1. */
    public static final TreeHash EMPTY_ROOT = new TreeHash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps a copy of 32 bytes.
     *
     * @throws LogFormatException if there are not exactly 32
     */
    public static TreeHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new LogFormatException("a tree hash has 32 bytes, not " + bytes.length);
        }
        return new TreeHash(bytes.clone());
    }

    /**
     * The 32 bytes that begin at {@code offset}.
     *
     * @throws IndexOutOfBoundsException if fewer are left
     */
    public static TreeHash at(byte[] bytes, int offset) {
        Objects.checkFromIndexSize(offset, BYTES, bytes.length);
        return new TreeHash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /** Hash of a leaf: SHA-256(0x00 || leaf). */
    public static TreeHash ofLeaf(byte[] leaf) {
        MessageDigest sha256 = sha256();
        sha256.update(LEAF);
        return new TreeHash(sha256.digest(leaf));
    }

    /** Hash of a node: SHA-256(0x01 || left || right). */
    public static TreeHash ofNode(TreeHash left, TreeHash right) {
        MessageDigest sha256 = sha256();
        sha256.update(NODE);
        sha256.update(left.bytes);
        return new TreeHash(sha256.digest(right.bytes));
    }

    /**
     * Reads standard base64 of 32 bytes, in its one canonical spelling.
     *
     * @throws LogFormatException for anything else
     */
    public static TreeHash parse(String base64) {
        return of(StrictBase64.decode(base64));
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    /** Standard base64 with padding, as in checkpoints and proofs. */
    public String toBase64() {
        return StrictBase64.encode(bytes);
    }

    /** Lower-case hex, as people compare it. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toHex();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
