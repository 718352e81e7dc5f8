package covenant.request.facts;

import covenant.contracts.PolicyEvent.Change;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a policy version does to the right to delete a bound card without asking (policy 5.2, 6.2(4)). */
enum SelfDeletion {
    GIVEN,
    TAKEN;

    /** The category that the right is about. */
    static final String BOUND_CARD = "financial.bank_card";

    private static final String RIGHT = "DELETION_OF_BOUND_CARDS";
    private static final String ALONE = "(self-service)";

    /** Empty where the version leaves the right as its predecessor had it; the last change that speaks of the right counts. */
    static Optional<SelfDeletion> of(List<Change> changes) {
        return changes.stream().flatMap(c -> of(c).stream()).reduce((first, last) -> last);
    }

    private static Optional<SelfDeletion> of(Change change) {
        return switch (change.kind()) {
            case "RIGHT_REMOVED" -> names(change.was()) ? Optional.of(TAKEN) : Optional.empty();
            case "RIGHT_ADDED" -> names(change.now()) ? Optional.of(GIVEN) : Optional.empty();
            case "RIGHT_CHANGED" ->
                names(change.now()) ? Optional.of(alone(change.now()) ? GIVEN : TAKEN) : Optional.empty();
            // Kinds are open: other differences say nothing of a right.
            case String other -> Optional.empty();
        };
    }

    private static boolean names(@Nullable String text) {
        return text != null && (text.equals(RIGHT) || text.startsWith(RIGHT + ":"));
    }

    private static boolean alone(@Nullable String text) {
        return text != null && text.contains(ALONE);
    }
}
