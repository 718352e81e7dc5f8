package covenant.platform.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How old a login with a second factor may be: a token that was stepped up this morning does not carry out a dangerous act tonight (RFC 9470). By
 * the provider's claim {@code auth_time}, for which the clock of the system counts, as for the expiry of tokens. Without the claim {@code iat}
 * counts, but not in the sandbox, whose tokens are made by hand.
 */
@ApplicationScoped
public class SecondFactor {
    /** What the clocks of provider and service may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final Duration maxAge;
    private final boolean sandbox;
    private final InstantSource clock;

    @Inject
    SecondFactor(
            @ConfigProperty(name = "covenant.mfa.max-age", defaultValue = "PT15M") Duration maxAge,
            @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox) {
        this(maxAge, sandbox, InstantSource.system());
    }

    SecondFactor(Duration maxAge, boolean sandbox, InstantSource clock) {
        this.maxAge = maxAge;
        this.sandbox = sandbox;
        this.clock = clock;
    }

    /** @param authTime claim {@code auth_time}, null if the token has none; both in seconds since 1970 */
    boolean isFresh(@Nullable Long authTime, long issuedAt) {
        if (authTime == null && sandbox) {
            return true;
        }
        Instant at = Instant.ofEpochSecond(authTime == null ? issuedAt : authTime);
        Instant now = clock.instant();
        return !at.isBefore(now.minus(maxAge)) && !at.isAfter(now.plus(SKEW));
    }
}
