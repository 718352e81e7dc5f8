package covenant.retention.retentioncase;

/** The state of a case as the outside sees it. */
public enum CaseStatus {
    RESTRICTED,
    DUE,
    ERASING,
    ERASED_LIVE,
    COMPLETED,
    HELD,
    CANCELLED
}
