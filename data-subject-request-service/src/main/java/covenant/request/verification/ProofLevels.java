package covenant.request.verification;

import covenant.contracts.DsrEvent.Requester;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.Violation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whether a proof fits who asks, and asks for no more data than is held anyway (R-5.2.1-3, PIPL art. 49). Pure. */
final class ProofLevels {
    /** These say who somebody is, not that she may ask for another person. */
    private static final Set<String> IDENTITY_ONLY = Set.of(
            "ID_CARD",
            "IDENTITY_CARD",
            "NATIONAL_ID",
            "PASSPORT",
            "DRIVING_LICENCE",
            "MILITARY_ID",
            "RESIDENCE_PERMIT",
            "SOCIAL_SECURITY_CARD");

    private ProofLevels() {}

    static Optional<Refusal> violation(Requester requester, String kind) {
        return switch (requester) {
            case SELF -> Optional.empty();
            case REPRESENTATIVE -> needsMore(kind, "AUTHORISATION");
            case GUARDIAN -> needsMore(kind, "PROOF_OF_GUARDIANSHIP");
            case RELATIVE_OF_DECEASED -> needsMore(kind, "PROOF_OF_DEATH_AND_KINSHIP");
        };
    }

    private static Optional<Refusal> needsMore(String kind, String wanted) {
        return IDENTITY_ONLY.contains(kind)
                ? Optional.of(Refusal.invalid(
                        "document.kind", "proves who the requester is, not the authority: " + wanted + " is needed"))
                : Optional.empty();
    }

    /** @param held whether any system holds data of a category */
    static Optional<Refusal> tooMuch(@Nullable List<String> categories, Predicate<String> held) {
        if (categories == null) {
            return Optional.empty();
        }
        List<Violation> violations = IntStream.range(0, categories.size())
                .filter(i -> !held.test(categories.get(i)))
                .mapToObj(i -> new Violation(
                        "document.categories[" + i + "]", "is not held: a proof asks for no more data than is held"))
                .toList();
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        covenant.platform.problem.ProblemCode.VALIDATION_FAILED,
                        "A proof asks for no more data than is held.",
                        violations,
                        java.util.Map.of()));
    }
}
