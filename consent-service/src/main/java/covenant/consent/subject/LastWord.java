package covenant.consent.subject;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the last consent or question for a purpose ended, and when: what stands in the way of an older grant that arrives late. */
public record LastWord(
        ConsentStatus status, Instant at, @Nullable UUID consentId, int policyVersion) {}
