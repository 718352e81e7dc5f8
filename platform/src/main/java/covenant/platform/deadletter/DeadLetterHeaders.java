package covenant.platform.deadletter;

/** Headers that a dead letter has beside those of the original message. */
public final class DeadLetterHeaders {
    public static final String REASON = "dead-letter-reason";
    public static final String DETAIL = "dead-letter-detail";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";
    /** The service that could not take the message. */
    public static final String CONSUMER = "dead-letter-consumer";

    public static final String AT = "dead-letter-at";
    /** On a message that was sent again: the only service that shall take it. */
    public static final String REDRIVE_TO = "covenant-redrive-to";

    public static final String PREFIX = "dead-letter-";

    private DeadLetterHeaders() {}
}
