package covenant.platform.security;

/** The roles of claim {@code groups} (interfaces, "auth"), as constants for {@code @RolesAllowed}. */
public final class Roles {
    /** A system acting for data subjects. */
    public static final String BACKEND = "BACKEND";
    /** The person: claim {@code sub} is the subjectId; own data only. */
    public static final String SUBJECT = "SUBJECT";
    /** A data holder: claim {@code holder} is its id; own orders only. */
    public static final String HOLDER = "HOLDER";

    public static final String PRIVACY_OPERATOR = "PRIVACY_OPERATOR";
    public static final String APPROVER = "APPROVER";
    public static final String DPO = "DPO";
    /** Reads, changes nothing. */
    public static final String COMPLIANCE_AUDITOR = "COMPLIANCE_AUDITOR";
    /** Runs the system, sees no personal data. */
    public static final String OPS = "OPS";

    private Roles() {}
}
