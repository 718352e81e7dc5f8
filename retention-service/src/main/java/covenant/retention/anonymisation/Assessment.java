package covenant.retention.anonymisation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * The recorded proof that nobody can be recognised any more in a category after this method (PIPL art. 73(4)).
 *
 * @param measure what was reached, as in {@code k=20}
 * @param tester who tested it; somebody else approved
 * @param reportSha256 of the report, lower-case hex
 */
public record Assessment(
        UUID id,
        String category,
        String method,
        String measure,
        String tester,
        String reportSha256,
        LocalDate assessedOn,
        String recordedBy,
        String approvedBy,
        Instant recordedAt) {}
