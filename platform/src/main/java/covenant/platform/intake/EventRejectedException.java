package covenant.platform.intake;

import covenant.platform.deadletter.DeadLetterReason;

/** An event that can never be applied; goes to the dead-letter topic with this reason. The detail holds no values. */
public final class EventRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason reason;

    public EventRejectedException(DeadLetterReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public DeadLetterReason reason() {
        return reason;
    }
}
