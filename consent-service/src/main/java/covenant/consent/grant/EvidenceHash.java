package covenant.consent.grant;

import covenant.consent.policy.PolicyHash;

/** SHA-256 over the evidence of one answer, field by field, so that a stored row can be checked against its receipt. */
final class EvidenceHash {
    private static final char END = '\u001e';

    private EvidenceHash() {}

    static String of(String subjectId, Evidence e, GrantItem item) {
        StringBuilder text = new StringBuilder(512);
        for (Object field : new Object[] {
            subjectId,
            e.policyVersion(),
            e.policySha256(),
            e.presentedAt(),
            e.acceptedAt(),
            e.method(),
            e.channel(),
            e.appVersion(),
            e.locale(),
            e.highlightedSectionsShown(),
            item.purpose(),
            item.answer(),
            item.categories(),
            item.recipient(),
            item.separate(),
            item.necessityShown(),
            item.until(),
            item.guardian() == null ? null : item.guardian().guardianId()
        }) {
            text.append(field).append(END);
        }
        if (item.source() != null) {
            text.append(item.source()).append(END);
        }
        return PolicyHash.of(text.toString());
    }
}
