package covenant.platform.approval;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An act that needs a second person. {@code AWAITING_APPROVAL -> APPROVED | REJECTED}.
 *
 * @param kind which {@link ApprovedAct} carries it out
 * @param payload what the act needs, as the first person asked for it
 * @param summary one sentence for the second person, without personal values
 */
public record Approval(
        UUID id,
        String kind,
        JsonNode payload,
        String summary,
        @Nullable String subjectId,
        String requestedBy,
        Instant requestedAt,
        Status status,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason) {

    public enum Status {
        AWAITING_APPROVAL,
        APPROVED,
        REJECTED
    }
}
