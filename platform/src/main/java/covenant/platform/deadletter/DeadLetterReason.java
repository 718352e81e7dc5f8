package covenant.platform.deadletter;

/** Why a message ended in the dead-letter topic. */
public enum DeadLetterReason {
    /** No {@code ce_*} headers, or some that cannot be read. */
    NOT_A_CLOUD_EVENT,
    MISSING_KEY,
    /** A type that this version does not know: kept for a later version, never skipped (R-ENV-6). */
    UNKNOWN_TYPE,
    UNSUPPORTED_SCHEMA_VERSION,
    /** A known type on a topic where it does not belong. */
    WRONG_TOPIC,
    OVERSIZE,
    /** The value is not the JSON of its type, or a required field is missing. */
    UNPARSABLE_VALUE,
    /** The same event id came with another payload (R-ENV-3). */
    EVENT_ID_REUSED,
    /** The event contradicts what is known and can never be applied. */
    NOT_APPLICABLE,
    /** Handling failed again and again; the detail names the class of the fault. */
    HANDLER_FAILED
}
