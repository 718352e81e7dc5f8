package covenant.consent.catalogue;

import covenant.platform.masking.MaskingRule;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Without a rule how it is shown and how long it is kept, no category enters the catalogue or is switched on (R-1.1-3). */
public final class CategoryRules {
    private CategoryRules() {}

    /** @param maskSaid whether anything was said about masking: null says that the value is shown, silence says nothing */
    static Optional<Refusal> check(boolean maskSaid, @Nullable String mask, List<String> retention) {
        if (!maskSaid || (mask != null && !isRule(mask))) {
            return Optional.of(Refusal.of(ProblemCode.MASKING_RULE_MISSING, "No rule says how the category is shown."));
        }
        return retention.isEmpty() || retention.stream().anyMatch(String::isBlank)
                ? Optional.of(
                        Refusal.of(ProblemCode.RETENTION_RULE_MISSING, "No rule says how long the category is kept."))
                : Optional.empty();
    }

    public static Optional<Refusal> check(Category category) {
        return check(true, category.mask(), category.retention());
    }

    private static boolean isRule(String mask) {
        return Arrays.stream(MaskingRule.values()).anyMatch(rule -> rule.name().equals(mask));
    }
}
