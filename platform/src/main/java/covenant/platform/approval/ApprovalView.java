package covenant.platform.approval;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ApprovalView(
        UUID approvalId,
        String kind,
        String status,
        String summary,
        @Nullable String subjectId,
        JsonNode payload,
        String requestedBy,
        Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason) {

    static ApprovalView of(Approval a) {
        return new ApprovalView(
                a.id(),
                a.kind(),
                a.status().name(),
                a.summary(),
                a.subjectId(),
                a.payload(),
                a.requestedBy(),
                a.requestedAt(),
                a.decidedBy(),
                a.decidedAt(),
                a.reason());
    }
}
