package covenant.retention.erasure;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One category that one recipient received of one person. */
record LedgerEntry(
        UUID disclosureId,
        String subjectId,
        String recipient,
        String category,
        @Nullable String reference,
        Instant sharedAt) {}
