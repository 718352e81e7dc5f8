package covenant.request.desk;

import covenant.contracts.DsrEvent.DeletionTrigger;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator's decision.
 *
 * @param trigger of a deletion that is accepted
 * @param ground as text: what is no ground is answered {@code REFUSAL_GROUND_REQUIRED}, not as malformed
 * @param reason for the person, in plain language
 * @param categories only these are refused, the rest goes on (R-5.2.2-3)
 * @param secrecy telling the ground would itself break the law, as under anti-money-laundering secrecy (R-5.2.2-2)
 * @param answer the explanation, the result of the review, the answer to the complaint
 * @param factors of an automated decision that are explained (PIPL art. 24)
 * @param reviewer pseudonymous id of who reviewed it; the caller when absent
 */
record DecisionBody(
        @NotNull Boolean accept,
        @Nullable DeletionTrigger trigger,
        @Nullable @Size(max = 60) String ground,
        @Nullable @Size(max = 4000) String reason,
        @Nullable @Size(max = 4000) String evidence,
        @Nullable @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
        @Nullable Boolean secrecy,
        @Nullable @Size(max = 8000) String answer,
        @Nullable @Size(max = 50) List<@NotBlank @Size(max = 200) String> factors,
        @Nullable @Size(max = 120) String reviewer) {

    @Override
    public String toString() {
        return "DecisionBody[redacted]";
    }
}
