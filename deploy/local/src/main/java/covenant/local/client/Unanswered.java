package covenant.local.client;

/** A service gave no answer at all. */
public final class Unanswered extends RuntimeException {

    public Unanswered(String message, Throwable cause) {
        super(message, cause);
    }
}
