package covenant.consent.account;

/** What a fact about an account means for consent. */
sealed interface AccountDecision {

    enum ConflictKind {
        /** The account belongs to somebody else. */
        OTHER_SUBJECT,
        /** It would have been closed before it was opened. */
        CLOSED_BEFORE_OPENING,
        /** Opened again although closed, without a reopening. */
        OPENED_AFTER_CLOSING
    }

    record Opened(Account after) implements AccountDecision {}

    record Closed(Account after) implements AccountDecision {}

    /** Told before, or overtaken by what is known; {@code after} may know an instant more, or a better one. */
    record Noted(Account after) implements AccountDecision {}

    /** The known facts stand, and somebody looks. */
    record Conflict(ConflictKind kind) implements AccountDecision {}
}
