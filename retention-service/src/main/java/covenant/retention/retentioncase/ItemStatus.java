package covenant.retention.retentioncase;

/**
 * Of one category in one case:
 *
 * <pre>
 * SCHEDULED -> ERASING -> ERASED          a hold turns SCHEDULED or STATUTORY into HELD, its release turns it back
 * STATUTORY -> ERASING -> ERASED          kept by law until its own due instant: storage only
 * SCHEDULED | STATUTORY | HELD -> CANCELLED   the account was reopened, or another case erases the category
 * </pre>
 */
public enum ItemStatus {
    SCHEDULED,
    HELD,
    STATUTORY,
    ERASING,
    ERASED,
    CANCELLED
}
