package covenant.consent.subject;

/**
 * <pre>
 * (none) -> GRANTED -> WITHDRAWN | SUPERSEDED | EXPIRED | ENDED
 *      \--> DECLINED
 * </pre>
 *
 * A dead record never lives again: a new grant is a new record (requirements 0.5).
 */
public enum ConsentStatus {
    GRANTED,
    DECLINED,
    WITHDRAWN,
    SUPERSEDED,
    EXPIRED,
    ENDED
}
