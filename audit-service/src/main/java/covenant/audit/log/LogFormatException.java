package covenant.audit.log;

/** Bytes or text that claim to be part of a transparency log and are not; the message says what is wrong, never quotes content. */
public final class LogFormatException extends IllegalArgumentException {

    public LogFormatException(String message) {
        super(message);
    }

    public LogFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
