package covenant.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life of a policy version; versions are increasing integers written as strings. */
public sealed interface PolicyEvent extends Event {

    /** Why people are to be told: a new text, or an assessment that found a high risk without one (policy 6.2(6)). */
    enum Occasion {
        NEW_VERSION,
        HIGH_RISK_ASSESSMENT
    }

    /**
     * One difference to the predecessor, as it is told to people.
     *
     * @param kind what changed, as in {@code PURPOSE_ADDED}
     * @param trigger the item of policy 6.2 that makes it material, as in {@code 6.2(1)}
     */
    record Change(
            String kind,
            @Nullable String trigger,
            @Nullable String was,
            @Nullable String now) {}

    /**
     * The notice period runs; people are told before {@code effectiveAt} (policy 6.1).
     *
     * @param sha256 of the UTF-8 text, lower-case hex
     * @param material told by an individual message and an announcement, else by announcement alone
     * @param reducesRights binds only who agrees explicitly
     * @param requiresReconsent asks each affected person anew, for {@code reconsentPurposes}
     * @param assessmentId set for {@link Occasion#HIGH_RISK_ASSESSMENT}
     */
    record PolicyVersionPublished(
            String version,
            Occasion occasion,
            String sha256,
            String locale,
            String title,
            boolean material,
            boolean reducesRights,
            boolean requiresReconsent,
            List<String> reconsentPurposes,
            @Nullable String predecessor,
            Instant publishedAt,
            Instant effectiveAt,
            List<Change> changes,
            @Nullable String assessmentId)
            implements PolicyEvent {}

    /** A version of the policy came into force and the former one went out of it. */
    record PolicyVersionActivated(
            String version,
            String sha256,
            boolean material,
            boolean reducesRights,
            boolean requiresReconsent,
            @Nullable String retiredVersion,
            Instant activatedAt)
            implements PolicyEvent {}

    /**
     * A version was not published, or not approved.
     *
     * @param code a code of requirements 0.6, or {@code APPROVAL_REFUSED}
     */
    record PolicyVersionRejected(String version, String code, Instant rejectedAt) implements PolicyEvent {}

    /**
     * Keyed by the subject. Until consent is given the earlier version goes on to govern (R-PRE-8).
     *
     * @param version the new version
     * @param acceptedVersion the version that the person last accepted
     * @param triggers items of policy 6.2 and {@code RIGHTS_REDUCTION}
     */
    record ReconsentRequired(
            String version,
            @Nullable String acceptedVersion,
            List<String> purposes,
            List<String> triggers,
            boolean reducesRights,
            Instant requiredAt)
            implements PolicyEvent {}
}
