package covenant.contracts;

/** An identifier that is malformed or looks like personal data; its message names the class of pattern, never the value. */
public final class IdentifierRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final Violation violation;

    IdentifierRefusedException(String field, Violation violation) {
        super(field + " refused: " + violation);
        this.field = field;
        this.violation = violation;
    }

    /** {@code subjectId} or {@code accountId}. */
    public String field() {
        return field;
    }

    public Violation violation() {
        return violation;
    }
}
