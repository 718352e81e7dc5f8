package covenant.consent.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One purpose of the closed list (policy 1.2), or a part of one that is granted and withdrawn by itself.
 *
 * @param parent the purpose of which this is a part
 * @param mandatory without it the service, or this piece of it, cannot be given
 * @param effect what refusal means, as in {@code SERVICE_UNAVAILABLE}
 * @param bases CONSENT, CONTRACT and LEGAL_DUTY, the proposed first
 * @param separate needs a separate consent for its sensitive categories (PIPL art. 29)
 */
public record Purpose(
        String code,
        @Nullable String parent,
        @Nullable String clause,
        Label label,
        boolean mandatory,
        String effect,
        List<String> bases,
        boolean separate,
        List<String> parts) {

    public static final String LEGAL_ARCHIVE = "LEGAL_ARCHIVE";
    public static final String CREDIT_ASSESSMENT = "CREDIT_ASSESSMENT";
    public static final String SERVICE_DELIVERY = "SERVICE_DELIVERY";
    public static final String SECURITY_NECESSARY = "SECURITY_RISK_CONTROL.necessary";

    public Purpose {
        bases = List.copyOf(bases);
        parts = List.copyOf(parts);
    }

    /** No consent switch: rests on law or contract once the policy was accepted (R-1.2.6-1, R-2.1-1). */
    public boolean withoutSwitch() {
        return mandatory && !bases.contains("CONSENT") && !code.equals(SERVICE_DELIVERY);
    }

    /** Goes on after an account was closed: storage, security and legal duty only (R-1.5.3-1). */
    public boolean outlivesTheAccount() {
        return code.equals(LEGAL_ARCHIVE) || code.equals(SECURITY_NECESSARY);
    }

    /** Credit services are not given to persons under 18 (R-GAP-1). */
    public boolean forAdultsOnly() {
        return code.equals(CREDIT_ASSESSMENT) || code.equals(SERVICE_DELIVERY);
    }
}
