package covenant.consent.subject;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the last consent or question for a purpose ended, and when: what stands in the way of an older grant that arrives late.
 *
 * @param expired the consent whose period is over: an older one that arrives after that was superseded by it long ago
 */
public record LastWord(
        ConsentStatus status,
        Instant at,
        @Nullable UUID consentId,
        int policyVersion,
        @Nullable LiveConsent expired) {

    public LastWord(ConsentStatus status, Instant at, @Nullable UUID consentId, int policyVersion) {
        this(status, at, consentId, policyVersion, null);
    }

    public static LastWord expired(LiveConsent consent, Instant at) {
        return new LastWord(ConsentStatus.EXPIRED, at, consent.id(), consent.policyVersion(), consent);
    }

    /** The person said no, as opposed to what ended by itself. */
    @JsonIgnore
    public boolean isNo() {
        return status == ConsentStatus.WITHDRAWN || status == ConsentStatus.DECLINED;
    }
}
