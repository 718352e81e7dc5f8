package covenant.consent.dataset;

import covenant.platform.problem.Refusal;
import java.util.Optional;

/** What a data set has to be before it may be called so, and what it may be used for (R-1.5.2-1 to R-1.5.2-3). */
final class DataSetRules {
    private DataSetRules() {}

    static Optional<Refusal> check(DataSet set) {
        if (set.technique() == DataSet.Technique.UNSALTED_HASH) {
            return Optional.of(
                    Refusal.invalid("technique", "an unsalted hash can be undone and de-identifies nothing"));
        }
        return set.state() == DataSet.State.ANONYMISED && set.assessment() == null
                ? Optional.of(Refusal.invalid("assessment", "is required: method, measure, tester and report"))
                : Optional.empty();
    }

    /** Analysis for commerce is no purpose of the policy: only what is not personal any more may be used for it. */
    static boolean permitsCommercialAnalysis(DataSet set) {
        return switch (set.state()) {
            case ANONYMISED -> true;
            case DE_IDENTIFIED -> false;
        };
    }
}
