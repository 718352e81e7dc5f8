package covenant.consent.dataset;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set from which names were taken (policy 1.5.2).
 *
 * @param assessment that nobody can be recognised; with every anonymised set
 */
record DataSet(
        String id,
        List<String> categories,
        State state,
        Technique technique,
        @Nullable Assessment assessment) {

    /** A de-identified set is still personal: consent, retention, rights and erasure apply (PIPL art. 73). */
    enum State {
        DE_IDENTIFIED,
        ANONYMISED
    }

    /** A bare hash of a number can be undone by trying all numbers, and is never accepted (R-1.5.2-3, X-15). */
    enum Technique {
        KEYED_HASH,
        TOKEN,
        GENERALISATION,
        AGGREGATION,
        NOISE,
        UNSALTED_HASH
    }

    /**
     * @param measure the result, as in {@code k = 20}
     * @param tester who tried to recognise somebody
     */
    record Assessment(
            @NotBlank @Size(max = 80) String method,
            @NotBlank @Size(max = 120) String measure,
            @NotBlank @Size(max = 120) String tester,

            @NotNull @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in lower-case hex")
            String reportSha256) {}
}
