package covenant.audit.ledger;

/** What became of a fact that was to be logged. */
public sealed interface Outcome {

    /** It is now an entry. */
    record Logged(long index) implements Outcome {}

    /** The same event had been logged before, with the same payload: nothing to do. */
    record Duplicate() implements Outcome {}

    /** Another event of the same id had been logged before: not logged, to be set aside and reported (R-ENV-3). */
    record IdReused() implements Outcome {}
}
