package covenant.consent.holder;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.HolderEntry;
import covenant.contracts.HolderEntry.Kind;
import covenant.contracts.HolderEntry.Transport;
import covenant.contracts.SharingEvent.Ground;
import covenant.platform.problem.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A system or recipient as an operator registers it.
 *
 * @param ceiling on what ground a partner or processor gets more than service, account and device data (R-3.1.3-1)
 */
record HolderRequest(
        @NotBlank @Size(max = 200) String name,
        @NotBlank @Size(max = 400) String contact,
        @NotNull Kind kind,
        @Nullable @Size(max = 40) String subKind,
        @NotNull @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
        @Nullable @Size(max = 50) List<@NotBlank @Size(max = 80) String> purposes,

        @NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 alpha-2 code")
        String country,

        @NotNull Transport transport,

        @Nullable @Size(max = 500) @Pattern(regexp = "https?://[^\\s@]+", message = "must be an http or https address")
        String url,

        @Nullable @Size(max = 20) String backupMaxAge,
        @Nullable @Valid AgreementRequest agreement,
        @Nullable Boolean main,
        @Nullable @Valid CrossBorderRequest crossBorder,
        @Nullable @Valid CeilingRequest ceiling) {

    /** @param ground one of policy chapter 3 */
    record CeilingRequest(
            @NotNull Ground ground,
            @NotBlank @Size(max = 200) String reference) {}

    /** @param deletionDuty a text that says it, or {@code true} where the agreement has one */
    record AgreementRequest(
            @NotBlank @Size(max = 80) String id,
            @NotNull LocalDate signedOn,
            @NotNull LocalDate validUntil,
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 80) String> purposes,
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 200) String> measures,
            @Nullable JsonNode deletionDuty) {

        HolderEntry.Agreement agreement() {
            return new HolderEntry.Agreement(
                    id,
                    signedOn,
                    validUntil,
                    requireNonNullElse(purposes, List.of()),
                    requireNonNullElse(measures, List.of()),
                    duty());
        }

        private @Nullable String duty() {
            if (deletionDuty == null || deletionDuty.isNull()) {
                return null;
            }
            boolean text = deletionDuty.isTextual()
                    && !deletionDuty.asText().isBlank()
                    && deletionDuty.asText().length() <= LONGEST_DUTY;
            if (!text && !deletionDuty.isBoolean()) {
                throw Refusal.invalid(
                                "agreement.deletionDuty", "must be true, false or a text of at most 200 characters")
                        .asException();
            }
            return deletionDuty.asText();
        }
    }

    record CrossBorderRequest(
            @NotBlank @Size(max = 80) String mechanism,

            @JsonAlias("approvalNo") @Nullable @Size(max = 80)
            String approvalNumber,

            @Nullable Boolean separateConsent,
            @Nullable LocalDate validUntil) {}

    private static final int LONGEST_DUTY = 200;

    HolderEntry entry(String id, HolderEntry.Status status) {
        return new HolderEntry(
                id,
                kind,
                subKind,
                name,
                categories.stream().distinct().toList(),
                purposes == null ? List.of() : purposes.stream().distinct().toList(),
                country,
                transport,
                url,
                requireNonNullElse(backupMaxAge, ""),
                status,
                agreement == null ? null : agreement.agreement(),
                Boolean.TRUE.equals(main),
                crossBorder == null
                        ? null
                        : new HolderEntry.CrossBorder(
                                crossBorder.mechanism(), crossBorder.approvalNumber(), crossBorder.validUntil()));
    }
}
