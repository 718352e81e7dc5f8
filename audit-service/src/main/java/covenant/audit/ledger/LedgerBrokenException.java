package covenant.audit.ledger;

/** What is stored does not hash to what was signed: noticed before appending, which would have signed the damage. */
public final class LedgerBrokenException extends RuntimeException {

    LedgerBrokenException(String message) {
        super(message);
    }
}
