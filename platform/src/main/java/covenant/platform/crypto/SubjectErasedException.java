package covenant.platform.crypto;

/** The person was erased here: nothing personal is stored again under that id. Answered as 409 {@code STATE_CONFLICT}. */
public final class SubjectErasedException extends RuntimeException {
    SubjectErasedException() {
        super("the data subject was erased", null, false, false);
    }
}
