package covenant.platform.crypto;

/** A ciphertext was changed, cut, or moved to another person, field or context. A fault, and a sign of tampering: never an erasure. */
public final class CiphertextException extends RuntimeException {
    CiphertextException(String message) {
        super(message);
    }

    CiphertextException(String message, Throwable cause) {
        super(message, cause);
    }
}
