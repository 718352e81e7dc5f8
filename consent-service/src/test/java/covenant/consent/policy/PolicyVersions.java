package covenant.consent.policy;

import java.time.Instant;

/** Policy versions for tests of other features. */
public final class PolicyVersions {
    private PolicyVersions() {}

    public static PolicyVersion first(Instant effectiveAt) {
        PolicyContent content =
                FirstPolicy.content(new PolicyContent.Controller("A Ltd.", "privacy@example.com", "dpo@example.com"));
        return new PolicyVersion(
                1,
                PolicyVersion.Status.ACTIVE,
                content,
                PolicyHash.of(content.text()),
                null,
                PolicyChanges.NONE,
                effectiveAt,
                effectiveAt,
                effectiveAt,
                effectiveAt,
                null);
    }

    /** The first policy's content under another number. */
    public static PolicyVersion numbered(int number, java.time.Instant effectiveAt) {
        PolicyVersion first = first(effectiveAt);
        return new PolicyVersion(
                number,
                first.status(),
                first.content(),
                first.sha256(),
                null,
                PolicyChanges.NONE,
                effectiveAt,
                effectiveAt,
                effectiveAt,
                effectiveAt,
                null);
    }
}
