package covenant.local.client;

import java.util.Locale;

/** The roles of claim {@code groups}. */
public enum Role {
    BACKEND,
    SUBJECT,
    HOLDER,
    PRIVACY_OPERATOR,
    APPROVER,
    DPO,
    COMPLIANCE_AUDITOR,
    OPS;

    /** Who has the role when nobody is named: {@code backend-1}. */
    public String usualSubject() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-1";
    }
}
