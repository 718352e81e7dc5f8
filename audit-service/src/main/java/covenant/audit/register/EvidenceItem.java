package covenant.audit.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence (R-4.1.1-5: certificate, number, valid-until, scan hash).
 *
 * @param kind CERTIFICATE, AUDIT, TRAINING, AGREEMENT, or a word of the organisation's own
 * @param title what it is, such as the standard certified or the course taken; no names of persons
 * @param holder pseudonymous id of the operator whom a training or an agreement concerns
 * @param validUntil last valid day in Asia/Shanghai; of an audit the day on which the next one is due; absent if it does not run out
 * @param scanSha256 of the scanned document, lower-case hex
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvidenceItem(
        @NotNull @Pattern(regexp = "[A-Z][A-Z_]{1,39}") String kind,
        @NotBlank @Size(max = 200) String title,
        @Nullable @Size(max = 100) String number,
        @Nullable @Size(max = 200) String issuer,
        @Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}") String holder,
        @Nullable LocalDate issuedOn,
        @Nullable LocalDate validUntil,
        @Nullable @Pattern(regexp = "[0-9a-f]{64}") String scanSha256) {}
