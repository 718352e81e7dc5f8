package covenant.verifier;

/** The check could not be carried out, which says nothing about the log: it is out of reach, or the command is not understood. */
final class CannotVerifyException extends RuntimeException {

    CannotVerifyException(String message) {
        super(message);
    }

    CannotVerifyException(String message, Throwable cause) {
        super(message, cause);
    }
}
