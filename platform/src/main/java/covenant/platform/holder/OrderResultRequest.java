package covenant.platform.holder;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.platform.problem.Refusal;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a holder hands in.
 *
 * @param outcome ERASED, ANONYMISED, NOTHING_HELD (erasure); DELIVERED, NOTHING_HELD (access); APPLIED, NOTHING_HELD
 *     (correction, restriction); or REJECTED with {@code code} and {@code evidence}
 * @param records how many were erased or anonymised
 * @param data of an access order: category -> items
 */
record OrderResultRequest(
        @NotBlank @Size(max = 40) String outcome,
        @Nullable @PositiveOrZero Long records,
        @Nullable @Size(max = 80) String code,
        @Nullable @Size(max = 500) String evidence,
        @Nullable Map<String, List<JsonNode>> data) {
    private static final String REJECTED = "REJECTED";

    /** @throws covenant.platform.problem.RefusedException 422 where the result does not fit the order */
    HolderAnswer toAnswer(OrderKind kind, Instant now) {
        if (REJECTED.equals(outcome)) {
            if (code == null || code.isBlank()) {
                throw Refusal.invalid("code", "is required with outcome REJECTED")
                        .asException();
            }
            return new HolderAnswer.Rejection(code, evidence);
        }
        OrderOutcome done = Arrays.stream(OrderOutcome.values())
                .filter(o -> o.name().equals(outcome) && OrderOutcome.of(kind).contains(o))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("outcome", "is no outcome of an order of kind " + kind)
                        .asException());
        if (data != null && done != OrderOutcome.DELIVERED) {
            throw Refusal.invalid("data", "belongs to outcome DELIVERED").asException();
        }
        return new HolderAnswer.Done(kind, done, records == null ? 0 : records, now, data != null);
    }

    /** Personal data may be in it. */
    @Override
    public String toString() {
        return "OrderResultRequest[" + outcome + "]";
    }
}
