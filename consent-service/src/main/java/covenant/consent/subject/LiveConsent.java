package covenant.consent.subject;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consent in force: what a decision needs to know of it.
 *
 * @param recipient the one recipient that it names (PIPL art. 23)
 * @param bindsFrom when it was accepted, or when its policy version takes effect, whichever is later
 * @param until last valid day, to 24:00 in Asia/Shanghai
 * @param guardian given by a guardian (PIPL art. 31)
 * @param written signed, not clicked (征信业管理条例 art. 18)
 */
public record LiveConsent(
        UUID id,
        String purpose,
        List<String> categories,
        boolean separate,
        @Nullable String recipient,
        int policyVersion,
        Instant acceptedAt,
        Instant bindsFrom,
        @Nullable LocalDate until,
        @Nullable Instant expiresAt,
        boolean guardian,
        boolean written) {

    public LiveConsent {
        categories = List.copyOf(categories);
    }

    /** In force at this instant, whatever sweeps have or have not done yet. */
    @JsonIgnore
    public boolean inForce(Instant now) {
        return !bindsFrom.isAfter(now) && (expiresAt == null || expiresAt.isAfter(now));
    }

    /** Waits for its policy version to take effect. */
    @JsonIgnore
    public boolean waiting(Instant now) {
        return bindsFrom.isAfter(now);
    }
}
