package covenant.platform.crypto;

/** The custodian of a key cannot be reached now. Answered as 503; consumers retry; nothing is stored in clear. */
public final class KeysUnavailableException extends RuntimeException {
    public KeysUnavailableException(String message) {
        super(message);
    }

    public KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
