package covenant.audit.finding;

/** What can be found (interfaces, audit-service). */
public enum FindingKind {
    /** A promise with a time was not kept: an answer, a report to a regulator, a confirmation of erasure. */
    DEADLINE_MISSED,
    /** One operator read more persons within a window than the threshold allows (R-4.1.2-3). */
    MASS_ACCESS,
    /** Data was read without consent, exception, ticket or purpose that would carry it, or against a denial. */
    ACCESS_WITHOUT_PERMIT,
    /** Data was used for a purpose whose consent had been withdrawn or had ended (PIPL 15). */
    USE_AFTER_WITHDRAWAL,
    /** Somebody outside holds or reads data though no disclosure to them is recorded (PIPL 23). */
    UNRECORDED_SHARING,
    /** The log itself failed a check. */
    LOG_INTEGRITY,
    /** A certificate, training or agreement is about to run out (R-4.1.1-5). */
    EVIDENCE_EXPIRING
}
