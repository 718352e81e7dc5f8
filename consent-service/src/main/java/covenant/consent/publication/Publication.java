package covenant.consent.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A publication that was approved.
 *
 * <pre>
 * APPROVED -> EXECUTED -> TAKEDOWN_REQUESTED -> TAKEN_DOWN
 *        \--> CANCELLED (consent gone before it was published)
 * </pre>
 */
public record Publication(
        UUID disclosureId,
        String subjectId,
        String place,
        List<String> categories,
        @Nullable UUID consentId,
        Status status,
        Instant approvedAt,
        @Nullable Instant executedAt,
        @Nullable String takedownReason,
        @Nullable Instant takedownRequestedAt,
        @Nullable Instant takedownDue,
        @Nullable Instant takenDownAt,
        @Nullable String takedownReference) {

    public enum Status {
        APPROVED,
        CANCELLED,
        EXECUTED,
        TAKEDOWN_REQUESTED,
        TAKEN_DOWN
    }
}
