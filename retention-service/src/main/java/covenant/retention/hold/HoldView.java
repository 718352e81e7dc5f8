package covenant.retention.hold;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param alreadyOrdered categories of its scope whose erasure had been ordered when it was placed: too late for them */
record HoldView(
        UUID id,
        String subjectId,
        List<String> categories,
        String reason,
        String authority,
        LocalDate reviewOn,
        String status,
        String requestedBy,
        String approvedBy,
        Instant placedAt,
        @Nullable Instant releasedAt,
        @Nullable Collection<String> alreadyOrdered) {

    static HoldView of(LegalHold hold) {
        return of(hold, null);
    }

    static HoldView of(LegalHold hold, @Nullable Collection<String> alreadyOrdered) {
        return new HoldView(
                hold.id(),
                hold.subjectId(),
                hold.categories(),
                hold.reason(),
                hold.authority(),
                hold.reviewOn(),
                hold.releasedAt() == null ? "ACTIVE" : "RELEASED",
                hold.requestedBy(),
                hold.approvedBy(),
                hold.placedAt(),
                hold.releasedAt(),
                alreadyOrdered);
    }
}
