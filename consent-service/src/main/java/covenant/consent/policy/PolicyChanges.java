package covenant.consent.policy;

import covenant.contracts.PolicyEvent;
import java.util.List;

/**
 * The computed difference of a version to its predecessor (R-6.1-1).
 *
 * @param material by at least one item of policy 6.2
 * @param reducesRights binds only who agrees explicitly (policy 6.1)
 * @param requiresReconsent asks each affected person anew (PIPL art. 14)
 * @param reconsentPurposes the purposes to ask for
 * @param newRecipientKind a kind of recipient that the predecessor did not name (R-PRE-7)
 */
public record PolicyChanges(
        boolean material,
        boolean reducesRights,
        boolean requiresReconsent,
        List<String> reconsentPurposes,
        boolean newRecipientKind,
        List<PolicyEvent.Change> changes) {

    static final PolicyChanges NONE = new PolicyChanges(false, false, false, List.of(), false, List.of());

    /** Continued use can only take notice of a version that asks for nothing (R-PRE-7 iii). */
    public boolean needsExplicitConsent() {
        return reducesRights || requiresReconsent || newRecipientKind;
    }

    List<String> triggers() {
        return java.util.stream.Stream.concat(
                        changes.stream()
                                .map(PolicyEvent.Change::trigger)
                                .filter(java.util.Objects::nonNull)
                                .distinct()
                                .sorted(),
                        reducesRights
                                ? java.util.stream.Stream.of("RIGHTS_REDUCTION")
                                : java.util.stream.Stream.empty())
                .toList();
    }
}
