package covenant.request.desk;

import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.DsrEvent.Requester;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wish as it reaches us.
 *
 * @param categories absent or empty means everything
 * @param requester absent means the person herself
 * @param receivedAt of a letter or call entered later; never in the future
 * @param handler to whom the data shall be handed (PORTABILITY)
 * @param accountId which account (ACCOUNT_CLOSURE, DELETION)
 * @param content what the person writes: a complaint, the decision to be explained; stored encrypted
 * @param scanSha256 of the letter that an operator entered (R-5.1.2-1)
 * @param appealOf the refused request that this one appeals against (R-5.2.2-4)
 */
record NewRequestBody(
        @NotBlank String subjectId,
        @NotNull RequestType type,
        @Nullable @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
        @Nullable DeletionTrigger trigger,
        @Nullable @Size(max = 50) List<@NotNull @Valid CorrectionBody> corrections,
        @Nullable Requester requester,

        @NotBlank
        @Size(max = 40)
        @Pattern(regexp = "[A-Za-z][A-Za-z0-9_-]*", message = "must be letters, digits, - or _")
        String channel,

        @Nullable Instant receivedAt,
        @Nullable @Size(max = 120) String handler,
        @Nullable @Size(max = 64) String accountId,
        @Nullable @Size(max = 4000) String content,

        @Nullable @Pattern(regexp = "[0-9a-f]{64}", message = "must be lower-case hex of a SHA-256")
        String scanSha256,

        @Nullable UUID appealOf) {

    /** @param value the right value; stored encrypted and read by the holders' orders only */
    record CorrectionBody(
            @NotBlank @Size(max = 80) String category,
            @NotBlank @Size(max = 2000) String value) {
        @Override
        public String toString() {
            return "CorrectionBody[redacted]";
        }
    }

    @Override
    public String toString() {
        return "NewRequestBody[redacted]";
    }
}
