package covenant.audit.finding;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * New values of a threshold.
 *
 * @param span ISO 8601 duration, at most 366 days
 */
public record RuleRequest(
        @NotNull Boolean enabled,
        @NotNull @Min(1) @Max(1_000_000_000) Long threshold,
        @NotNull String span) {}
