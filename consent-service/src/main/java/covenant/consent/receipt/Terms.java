package covenant.consent.receipt;

import java.util.Map;

/** The broader terms of the Data Privacy Vocabulary for our purposes and categories; the profile wants one for each. */
final class Terms {
    private static final Map<String, String> PURPOSES = Map.ofEntries(
            Map.entry("REAL_NAME_VERIFICATION", "dpv:IdentityVerification"),
            Map.entry("CREDIT_ASSESSMENT", "dpv:CreditChecking"),
            Map.entry("SERVICE_DELIVERY", "dpv:ServiceProvision"),
            Map.entry("LEGAL_ARCHIVE", "dpv:LegalCompliance"),
            Map.entry("SUPPORT_AND_COMPLAINTS", "dpv:CustomerCare"),
            Map.entry("PERSONALISATION", "dpv:Personalisation"),
            Map.entry("SECURITY_RISK_CONTROL", "dpv:EnforceSecurity"),
            Map.entry("COOKIE_NECESSARY", "dpv:ServiceProvision"),
            Map.entry("COOKIE_PREFERENCE", "dpv:Personalisation"),
            Map.entry("COOKIE_ANALYTICS", "dpv:ServiceUsageAnalytics"),
            Map.entry("COOKIE_ADVERTISING", "dpv:Advertising"));

    private static final Map<String, String> GROUPS = Map.of(
            "basic", "pd:Identifying",
            "identity", "pd:Identifying",
            "biometric", "pd:Biometric",
            "financial", "pd:Financial",
            "location", "pd:Location",
            "device", "pd:DeviceBased",
            "health", "pd:Health");

    private Terms() {}

    /** A part has the term of its whole; a purpose of a later policy the most general one. */
    static String purpose(String code) {
        return PURPOSES.getOrDefault(code.replaceFirst("\\..*", ""), "dpv:Purpose");
    }

    static String personalData(String category) {
        return GROUPS.getOrDefault(category.replaceFirst("\\..*", ""), "dpv:PersonalData");
    }
}
