package covenant.platform.holder;

/** A value that a holder shall write; never in an event or log. */
public record OrderCorrection(String category, String value) {
    @Override
    public String toString() {
        return "OrderCorrection[" + category + "]";
    }
}
