package covenant.platform.approval;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The second person's word; the reason is kept with the act. */
record ApprovalDecisionRequest(
        @NotNull Boolean approve,
        @NotBlank @Size(max = 2000) String reason) {}
