package covenant.audit.finding;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** @param reason why the finding is settled, without personal values */
public record ResolutionRequest(@NotBlank @Size(max = 1_000) String reason) {}
