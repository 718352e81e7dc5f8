package covenant.retention.hold;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param reviewOverdue its review day has passed and it is still in force
 * @param alreadyOrdered categories of its scope whose erasure had been ordered when it was placed: too late for them
 */
record HoldView(
        UUID id,
        String subjectId,
        List<String> categories,
        String reason,
        String authority,
        LocalDate reviewOn,
        boolean reviewOverdue,
        String status,
        String requestedBy,
        String approvedBy,
        Instant placedAt,
        @Nullable Instant releasedAt,
        @Nullable Collection<String> alreadyOrdered) {

    static HoldView of(LegalHold hold, LocalDate today) {
        return of(hold, today, null);
    }

    static HoldView of(LegalHold hold, LocalDate today, @Nullable Collection<String> alreadyOrdered) {
        return new HoldView(
                hold.id(),
                hold.subjectId(),
                hold.categories(),
                hold.reason(),
                hold.authority(),
                hold.reviewOn(),
                hold.releasedAt() == null && hold.reviewOn().isBefore(today),
                hold.releasedAt() == null ? "ACTIVE" : "RELEASED",
                hold.requestedBy(),
                hold.approvedBy(),
                hold.placedAt(),
                hold.releasedAt(),
                alreadyOrdered);
    }
}
