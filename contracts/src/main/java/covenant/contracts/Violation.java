package covenant.contracts;

/** Why an identifier is refused; says the class of pattern and never the value. */
public enum Violation {
    MALFORMED,
    MOBILE_NUMBER,
    IDENTITY_NUMBER,
    CARD_NUMBER,
    EMAIL;

    /** True where the value looks like personal data: {@code SUBJECT_ID_IS_PERSONAL_DATA}, else it is merely malformed. */
    public boolean personalData() {
        return switch (this) {
            case MALFORMED -> false;
            case MOBILE_NUMBER, IDENTITY_NUMBER, CARD_NUMBER, EMAIL -> true;
        };
    }
}
