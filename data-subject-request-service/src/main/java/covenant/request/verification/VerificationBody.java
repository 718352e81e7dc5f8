package covenant.request.verification;

import com.fasterxml.jackson.annotation.JsonAlias;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of: a code, an assertion of the login, the person's own session with a second factor, or a document that an operator checked, with the outcome. */
record VerificationBody(
        @Nullable @Pattern(regexp = "[0-9]{4,12}", message = "must be 4 to 12 digits")
        String code,

        @Nullable @Size(max = 8192) String assertion,
        @Nullable Boolean session,
        @Nullable @Valid Document document,
        @Nullable Outcome outcome) {

    /**
     * @param kind as in {@code ID_CARD}, {@code AUTHORISATION}, {@code PROOF_OF_DEATH_AND_KINSHIP}
     * @param categories of personal data that the proof shows, where the operator asked for some: none that is not held
     * @param evidence reference or file number; stored encrypted, erased some days after the request closed
     */
    record Document(
            @NotBlank @Pattern(regexp = "[A-Z][A-Z_]{1,59}", message = "must be in capitals")
            String kind,

            @NotBlank @Size(max = 4000) String evidence,
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 80) String> categories) {
        @Override
        public String toString() {
            return "Document[redacted]";
        }
    }

    /** What the operator found. */
    enum Outcome {
        @JsonAlias({"CONFIRMED", "PASSED", "ACCEPTED"})
        VERIFIED,
        @JsonAlias({"REJECTED", "NOT_VERIFIED"})
        FAILED
    }

    int ways() {
        return (code == null ? 0 : 1)
                + (assertion == null ? 0 : 1)
                + (Boolean.TRUE.equals(session) ? 1 : 0)
                + (document == null ? 0 : 1);
    }

    @Override
    public String toString() {
        return "VerificationBody[redacted]";
    }
}
