package covenant.platform.problem;

/** Carries a {@link Refusal} to the edge, rolling the transaction back on its way. No stack trace: it is no fault. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.code().name(), null, false, false);
        this.refusal = refusal;
    }

    public RefusedException(ProblemCode code, String detail) {
        this(Refusal.of(code, detail));
    }

    public Refusal refusal() {
        return refusal;
    }
}
