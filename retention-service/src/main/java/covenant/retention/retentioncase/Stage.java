package covenant.retention.retentioncase;

/**
 * How far a case got:
 *
 * <pre>
 * WAITING -> ORDERED -> NOTICE -> LAST -> ERASED_LIVE -> COMPLETED
 *    ^          |                              |            |
 *    +----------+ a hold or its date keeps the rest +-------+--> ORDERED when a statutory period ends
 * WAITING -> CANCELLED
 * </pre>
 */
public enum Stage {
    /** Nothing is ordered; waits for an instant or for the release of a hold. */
    WAITING,
    /** Orders are out to holders and recipients. */
    ORDERED,
    /** All confirmed; the closing notice is on its way to the person. */
    NOTICE,
    /** The notification service, which needed the address until now, is ordered to erase. */
    LAST,
    /** Nothing is left live; backups are waited for. */
    ERASED_LIVE,
    COMPLETED,
    CANCELLED
}
