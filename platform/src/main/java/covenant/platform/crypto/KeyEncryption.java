package covenant.platform.crypto;

import java.util.List;

/**
 * The key-encryption key (KEK): wraps data keys, in numbered versions. A data key wrapped under one context opens under that context only.
 *
 * <p>All methods throw {@link KeysUnavailableException} while the custodian of the key cannot be reached: nothing is ever
 * stored in clear instead (R-4.1.1-2).
 */
public interface KeyEncryption {
    /** Wraps under the newest version there is, as seen by any replica. */
    WrappedKey wrap(byte[] key, byte[] context);

    /**
     * Opens a wrapped key.
     *
     * @throws KeyDestroyedException if its version was destroyed: nobody can open it any more
     * @throws CiphertextException if it was changed or belongs to another context
     */
    byte[] unwrap(WrappedKey wrapped, byte[] context);

    /** A wrapped key and what it is bound to. */
    record Bound(WrappedKey key, byte[] context) {}

    /**
     * Each key under the newest version, in the same order. A custodian that can do so rewraps by itself, without handing the keys out.
     *
     * @throws CiphertextException if one was changed or belongs to another context
     */
    default List<WrappedKey> rewrapAll(List<Bound> keys) {
        return keys.stream()
                .map(bound -> wrap(unwrap(bound.key(), bound.context()), bound.context()))
                .toList();
    }

    /** The newest version; from 1. */
    int currentVersion();

    /** The oldest version that still exists. */
    int oldestVersion();

    /** Creates a new version, under which everything is wrapped from now on, and returns its number. */
    int rotate();

    /** Destroys all versions older than this one, which may not be newer than the current. Cannot be undone. */
    void destroyBefore(int version);
}
