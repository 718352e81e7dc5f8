package covenant.consent.enabling;

import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.CategoryRules;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.Optional;

/** When a category may be switched on (R-CAT-1, R-1.1-3); switching off is always allowed, what is forbidden never moves. */
final class CategoryStateRules {
    private CategoryStateRules() {}

    /** @param assessed the impact assessment that was named exists and covers the category */
    static Optional<Refusal> check(Category category, Category.State wanted, boolean assessed) {
        if (wanted == Category.State.FORBIDDEN) {
            return Optional.of(Refusal.invalid("state", "must be ON or OFF"));
        }
        if (category.state() == Category.State.FORBIDDEN) {
            return refuse(ProblemCode.STATE_CONFLICT, "A forbidden category changes with a new catalogue only.");
        }
        if (wanted == Category.State.OFF) {
            return Optional.empty();
        }
        Optional<Refusal> withoutRule = CategoryRules.check(category);
        if (withoutRule.isPresent()) {
            return withoutRule;
        }
        return category.sensitive() && !assessed
                ? refuse(
                        ProblemCode.IMPACT_ASSESSMENT_REQUIRED,
                        "A sensitive category needs an impact assessment that covers it (PIPL art. 55).")
                : Optional.empty();
    }

    private static Optional<Refusal> refuse(ProblemCode code, String detail) {
        return Optional.of(Refusal.of(code, detail));
    }
}
