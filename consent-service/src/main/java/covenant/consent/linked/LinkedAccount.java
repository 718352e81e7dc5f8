package covenant.consent.linked;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account elsewhere with which a person logs in.
 *
 * @param scopes as authorised there
 * @param categories what they allow here; scopes that we do not know allow nothing
 * @param consentId absent while no policy version was accepted: nothing is used before (R-1.4.1-1)
 */
record LinkedAccount(
        String subjectId,
        String provider,
        List<String> scopes,
        List<String> categories,
        Instant linkedAt,
        @Nullable UUID consentId) {}
