package covenant.consent.decision;

import covenant.consent.exception.ExceptionInForce;
import covenant.platform.problem.ProblemCode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to a question. */
sealed interface Verdict {

    /** The policy version that governed; absent where the person accepted none. */
    @Nullable
    String policyVersion();

    /** @param obligations what the user of the data has to do, as in {@code MASK_BANK_CARD} */
    record Permit(
            String basis,
            @Nullable UUID consentId,
            @Nullable ExceptionInForce exception,
            @Nullable String policyVersion,
            List<String> obligations)
            implements Verdict {}

    record Deny(ProblemCode code, @Nullable String policyVersion) implements Verdict {}
}
