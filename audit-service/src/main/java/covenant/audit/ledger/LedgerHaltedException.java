package covenant.audit.ledger;

/** The log refuses to sign until it has been repaired and verified: nothing can be appended. */
public final class LedgerHaltedException extends RuntimeException {

    LedgerHaltedException() {
        super("the log is halted after a failed integrity check");
    }
}
