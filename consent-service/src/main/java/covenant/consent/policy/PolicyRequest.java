package covenant.consent.policy;

import covenant.consent.policy.PolicyContent.DeclaredChange;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A draft as an operator writes it. A list that is left out is as in the predecessor. */
record PolicyRequest(
        @NotNull @Pattern(regexp = "[1-9][0-9]{0,8}", message = "must be a whole number from 1, as text")
        String version,

        @NotNull @Pattern(regexp = "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", message = "must be a language tag")
        String locale,

        @NotBlank @Size(max = 200) String title,
        @NotBlank @Size(max = 200_000) String text,
        @Nullable @Size(max = 200) List<@NotBlank @Size(max = 40) String> highlightedSections,
        @NotNull @Valid ControllerRequest controller,
        @NotNull DeclaredChange declaredChange,
        @Nullable @Size(min = 1, max = 100) List<@NotNull @Valid PurposeRequest> purposes,
        @Nullable @Size(max = 500) List<@NotNull @Valid RecipientRequest> recipients,
        @Nullable @Size(max = 100) List<@NotNull @Valid RightRequest> rights,
        @Nullable @Size(max = 50) List<@NotBlank @Size(max = 80) String> refusalGrounds,
        @Nullable @Size(max = 100) List<@NotBlank @Size(max = 80) String> safeguards) {

    record ControllerRequest(
            @NotBlank @Size(max = 200) String name,
            @NotBlank @Size(max = 400) String contact,
            @NotBlank @Size(max = 400) String dpo) {}

    record PurposeRequest(
            @NotNull @Pattern(regexp = "[A-Z][A-Z0-9_]{1,39}", message = "must be a code in capitals")
            String code,

            @Nullable @Size(max = 200) String name,
            @Nullable Boolean mandatory,

            @Nullable
            @Pattern(regexp = "CONSENT|CONTRACT|LEGAL_DUTY", message = "must be CONSENT, CONTRACT or LEGAL_DUTY")
            String basis,

            @NotNull @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
            @Nullable Boolean separate,
            @Nullable @Size(max = 20) List<@NotBlank @Size(max = 80) String> optionalParts,
            @Nullable @Size(max = 40) String retention,
            @Nullable Boolean automated) {}

    record RecipientRequest(
            @NotBlank @Size(max = 64) String id,
            @NotBlank @Size(max = 24) String kind,
            @Nullable Boolean main,
            @Nullable @Size(max = 100) List<@NotBlank String> purposes,
            @Nullable @Size(max = 200) List<@NotBlank String> categories) {}

    record RightRequest(
            @NotBlank @Size(max = 80) String right,
            @NotBlank @Size(max = 400) String how,
            @Nullable @Size(max = 20) String within,
            @Nullable Boolean selfService) {}
}
