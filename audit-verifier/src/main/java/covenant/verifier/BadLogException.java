package covenant.verifier;

/** The log is wrong in a way that makes going on pointless, such as a checkpoint that nobody trusted has signed. */
final class BadLogException extends RuntimeException {

    BadLogException(String message) {
        super(message);
    }
}
