package covenant.platform.intake;

/** How strictly a consumer keeps the order of an aggregate's events (R-ENV-4). */
public enum Order {
    /** Stale events are ignored, an event after a gap is parked until the missing one was applied. */
    BY_VERSION,
    /** Every event is handled as it comes, once. */
    AS_IT_COMES
}
