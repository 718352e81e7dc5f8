package covenant.platform.crypto;

/** The version of the KEK that wrapped this data key was destroyed after a rotation; only an old copy of the database has such a key. */
public final class KeyDestroyedException extends RuntimeException {
    KeyDestroyedException(int version) {
        super("version " + version + " of the key-encryption key was destroyed");
    }
}
