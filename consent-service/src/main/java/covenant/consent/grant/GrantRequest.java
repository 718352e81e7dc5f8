package covenant.consent.grant;

import static java.util.Objects.requireNonNullElse;

import covenant.consent.subject.LiveConsent;
import covenant.contracts.ConsentEvent.Method;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person answered, with the evidence of it; nothing of the evidence may be left out (R-PRE-2).
 *
 * @param subjectId the person; or, before anybody is known, {@code deviceId} alone (R-SIG-1)
 */
record GrantRequest(
        @Nullable String subjectId,

        @Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{8,128}", message = "must be 8-128 of A-Z a-z 0-9 . _ : -")
        String deviceId,

        @NotNull @Pattern(regexp = "[1-9][0-9]{0,8}", message = "must be a policy version")
        String policyVersion,

        @NotNull @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in lower-case hex")
        String policySha256,

        @NotNull Instant presentedAt,
        @NotNull Instant acceptedAt,
        @NotNull Method method,
        @NotBlank @Size(max = 40) String channel,
        @NotBlank @Size(max = 40) String appVersion,
        @NotBlank @Size(max = 20) String locale,
        @NotNull @Size(max = 200) List<@NotBlank @Size(max = 40) String> highlightedSectionsShown,
        @NotEmpty @Size(max = 100) List<@NotNull @Valid Item> grants) {

    record Item(
            @NotBlank @Size(max = 80) String purpose,
            GrantItem.@NotNull Answer decision,
            @Nullable @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,

            @Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}", message = "must be a holder's id")
            String recipient,

            @Nullable Boolean separate,
            @Nullable @Size(max = 4000) String necessityShown,
            @Nullable LocalDate until,
            @Nullable @Valid GuardianRequest guardian,

            @Nullable
            @Pattern(regexp = "DIRECT|AUTOMATIC|THIRD_PARTY", message = "must be DIRECT, AUTOMATIC or THIRD_PARTY")
            String source,

            @Nullable @Pattern(regexp = "[A-Za-z0-9._-]{1,64}", message = "must be a source's id")
            String sourceId) {

        GrantItem item() {
            return new GrantItem(
                    purpose,
                    decision,
                    requireNonNullElse(categories, List.<String>of()).stream()
                            .distinct()
                            .toList(),
                    recipient,
                    Boolean.TRUE.equals(separate),
                    necessityShown,
                    until,
                    guardian == null ? null : new GrantItem.Guardian(guardian.guardianId(), guardian.evidence()),
                    thirdParty());
        }

        /** A source's id names it; the type alone names every registered one. */
        private @Nullable String thirdParty() {
            if (sourceId != null) {
                return sourceId;
            }
            return LiveConsent.ANY_THIRD_PARTY.equals(source) ? LiveConsent.ANY_THIRD_PARTY : null;
        }
    }

    record GuardianRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}", message = "must be a pseudonymous id")
            String guardianId,

            @NotBlank @Size(max = 200) String evidence) {}

    /** @param acceptedAt for an acceptance on a device: when the person confirmed it */
    static Evidence confirmed(Evidence e, Instant acceptedAt) {
        return new Evidence(
                e.policyVersion(),
                e.policySha256(),
                e.presentedAt(),
                acceptedAt,
                e.method(),
                e.channel(),
                e.appVersion(),
                e.locale(),
                e.highlightedSectionsShown());
    }

    @Override
    public String toString() {
        return "GrantRequest[subjectId=" + subjectId + ", deviceId=***, policyVersion=" + policyVersion + "]";
    }

    Evidence evidence() {
        return new Evidence(
                policyVersion,
                policySha256,
                presentedAt,
                acceptedAt,
                method,
                channel,
                appVersion,
                locale,
                highlightedSectionsShown);
    }

    List<GrantItem> items() {
        return grants.stream().map(Item::item).toList();
    }
}
