package covenant.retention.hold;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may not be erased while an authority, a dispute or an investigation needs it (R-4.2.2-8). {@code ACTIVE -> RELEASED}.
 *
 * @param categories its scope; empty means everything of the person
 * @param reviewOn when somebody has to look again whether it is still needed
 */
record LegalHold(
        UUID id,
        String subjectId,
        List<String> categories,
        String reason,
        String authority,
        LocalDate reviewOn,
        String requestedBy,
        String approvedBy,
        Instant placedAt,
        @Nullable Instant releasedAt) {

    public LegalHold {
        categories = List.copyOf(categories);
    }
}
