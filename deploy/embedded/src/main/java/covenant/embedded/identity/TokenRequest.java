package covenant.embedded.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a token says.
 *
 * @param roles of claim {@code groups}
 * @param holder of claim {@code holder}, for role HOLDER
 * @param secondFactor whether claim {@code amr} holds {@code mfa}
 * @param lifetime from now on, by the system clock; negative for one that has expired
 */
public record TokenRequest(
        String subject, List<String> roles, Optional<String> holder, boolean secondFactor, Duration lifetime) {

    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(12);

    public TokenRequest {
        roles = List.copyOf(roles);
    }

    /** A token for one role, without second factor, for twelve hours. */
    public static TokenRequest of(String subject, String... roles) {
        return new TokenRequest(subject, List.of(roles), Optional.empty(), false, DEFAULT_LIFETIME);
    }

    public TokenRequest withHolder(String id) {
        return new TokenRequest(subject, roles, Optional.of(id), secondFactor, lifetime);
    }

    public TokenRequest withSecondFactor() {
        return new TokenRequest(subject, roles, holder, true, lifetime);
    }

    public TokenRequest withLifetime(Duration time) {
        return new TokenRequest(subject, roles, holder, secondFactor, time);
    }
}
