package covenant.platform.crypto;

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

    /** The newest version; from 1. */
    int currentVersion();

    /** The oldest version that still exists. */
    int oldestVersion();

    /** Creates a new version, under which everything is wrapped from now on, and returns its number. */
    int rotate();

    /** Destroys all versions older than this one, which may not be newer than the current. Cannot be undone. */
    void destroyBefore(int version);
}
