package covenant.contracts;

import java.util.HashMap;
import java.util.Map;

/** What a text field may look like and an invented example, by the name of the field: a field without a rule is refused. */
record TextRule(String keyword, Object constraint, String sample) {

    private static final String ID = "^[A-Za-z0-9._:-]{1,64}$";
    private static final String CODE = "^[A-Z][A-Z0-9_]{1,63}$";
    private static final String CATEGORY = "^[a-z][a-z0-9_]*\\.[a-z0-9_]+(@[A-Za-z]+)?$";
    private static final String PURPOSE = "^[A-Z][A-Z0-9_]*(\\.[a-z0-9_]+)?$";
    private static final String POLICY_VERSION = "^[1-9][0-9]{0,8}$";
    private static final String SHA256 = "^[0-9a-f]{64}$";
    private static final String LOCALE = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$";
    private static final String PERIOD =
            "^P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$";
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static final Map<String, TextRule> RULES = new HashMap<>();

    static {
        pattern(ID, "subjectId", "S-7f3a9c", "recipientSubjectId", "S-7f3a9c", "queriedSubjectId", "S-7f3a9c");
        pattern(ID, "accountId", "A-51c2", "holderId", "repayment-core", "recipient", "verifier-north");
        pattern(
                ID,
                "missingHolders",
                "marketing-warehouse",
                "recipients",
                "verifier-north",
                "transferee",
                "successor-co");
        pattern(ID, "itemRef", "item-4b8e", "reference", "ref-90d1", "accessor", "agent-17", "system", "support-desk");
        pattern(ID, "rule", "retention.account-closed", "assessmentId", "PIA-2026-03");
        pattern(ID, "template", "request-received", "channel", "app", "source", "credit-agency-a");
        pattern(ID, "ticket", "T-2041", "filters", "subjectId", "changed", "categories", "origin", "covenant.example");
        pattern(CODE, "code", "NO_ANSWER", "Change.kind", "PURPOSE_ADDED", "basis", "CONSENT");
        pattern(CODE, "actorRoles", "BACKEND", "CallRefused.method", "POST");
        pattern("^([A-Z][A-Z0-9_]*|6\\.2\\([1-6]\\))$", "trigger", "6.2(1)", "triggers", "6.2(1)");
        pattern(CATEGORY, "category", "profile.tag", "categories", "browsing.history", "erased", "profile.tag");
        pattern(CATEGORY, "restrictedCategories", "device.id", "separateCategories", "financial.bank_card");
        pattern(PURPOSE, "purpose", "PERSONALISATION", "purposes", "PERSONALISATION");
        pattern(PURPOSE, "reconsentPurposes", "PERSONALISATION.cross_service");
        pattern(POLICY_VERSION, "policyVersion", "1", "version", "2", "predecessor", "1", "retiredVersion", "1");
        pattern(POLICY_VERSION, "newPolicyVersion", "2", "acceptedVersion", "1");
        pattern(SHA256, "sha256", HASH, "policySha256", HASH, "evidenceSha256", HASH, "certificateSha256", HASH);
        pattern(LOCALE, "locale", "zh-CN");
        pattern(PERIOD, "backupMaxAge", "P60D", "recipientRetention", "P6M");
        pattern("^[A-Z]{2}$", "country", "CN");
        pattern("^/[A-Za-z0-9/{}._-]*$", "route", "/v1/decisions");
        pattern("^[A-Za-z0-9+/]{43}=$", "rootHash", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=");
        pattern("^[A-Za-z0-9+/]+={0,2}$", "sealedParameters", "c2VhbGVk", "sealedData", "c2VhbGVk");
        pattern("^[A-Za-z0-9+/]+={0,2}$", "sealedCorrections", "c2VhbGVk");
        RULES.put("url", new TextRule("format", "uri", "https://notices.example.org/announcements/2026-01"));
        text(
                200,
                "name",
                "Verifier North (Example) Ltd",
                "title",
                "Privacy policy, version 2",
                "place",
                "notice board");
        text(200, "authority", "Example Authority", "law", "Anti-Money Laundering Law", "article", "34");
        text(200, "evidence", "document 2026-118", "dedupKey", "request-received:R-1", "deletionDuty", "P30D");
        text(200, "Agreement.id", "AGR-2026-004", "measures", "encrypted storage", "subKind", "infrastructure");
        text(200, "mechanism", "standard contract", "approvalNumber", "XB-2026-01", "method", "api");
        text(500, "reason", "agreement expired", "PersonalDataAccessed.reason", "support case");
        text(10_000, "was", "not used", "now", "recommendations across services");
    }

    static TextRule of(Class<?> owner, String component) {
        TextRule rule = RULES.getOrDefault(owner.getSimpleName() + "." + component, RULES.get(component));
        if (rule == null) {
            throw new IllegalStateException("no rule for the text " + owner.getSimpleName() + "." + component);
        }
        return rule;
    }

    private static void pattern(String pattern, String... namesAndSamples) {
        put("pattern", pattern, namesAndSamples);
    }

    private static void text(int maxLength, String... namesAndSamples) {
        put("maxLength", maxLength, namesAndSamples);
    }

    private static void put(String keyword, Object constraint, String... namesAndSamples) {
        for (int i = 0; i < namesAndSamples.length; i += 2) {
            TextRule rule = new TextRule(keyword, constraint, namesAndSamples[i + 1]);
            if (RULES.put(namesAndSamples[i], rule) != null) {
                throw new IllegalStateException("two rules for " + namesAndSamples[i]);
            }
        }
    }
}
