package covenant.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-4.1.2-1")
class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    private Instant now = NOW;
    private Instant sinceStart = NOW;
    private boolean keyWithdrawn;
    private int verifications;

    /** Never asks the mechanism itself: what would be asked of it is counted here. */
    private final VerifiedTokens tokens = new VerifiedTokens(
            null, () -> now, () -> Duration.between(Instant.EPOCH, sinceStart).toNanos());

    @Test
    void aTokenIsNotTrustedBeyondItsExpiryNorLongerThanHalfAMinute() {
        assertThat(keptWhenExpiringIn(-1)).isZero();
        assertThat(keptWhenExpiringIn(0)).isZero();
        assertThat(keptWhenExpiringIn(29)).isEqualTo(Duration.ofSeconds(29));
        assertThat(keptWhenExpiringIn(30)).isEqualTo(VerifiedTokens.LONGEST);
        assertThat(keptWhenExpiringIn(3_600)).isEqualTo(VerifiedTokens.LONGEST);
    }

    @Test
    void aVerifiedTokenIsVerifiedAgainAfterHalfAMinute() {
        call("Bearer a", 3_600);
        pass(Duration.ofMillis(29_999));
        call("Bearer a", 3_600);
        assertThat(verifications).isEqualTo(1);

        pass(Duration.ofMillis(1));
        call("Bearer a", 3_600);

        assertThat(verifications).isEqualTo(2);
    }

    @Test
    void aKeyThatTheProviderWithdrewOpensForHalfAMinuteAtMost() {
        call("Bearer a", 3_600);
        keyWithdrawn = true;

        pass(Duration.ofMillis(29_999));
        call("Bearer a", 3_600);
        assertThatThrownBy(() -> call("Bearer another", 3_600)).isInstanceOf(AuthenticationFailedException.class);

        pass(Duration.ofMillis(1));
        assertThatThrownBy(() -> call("Bearer a", 3_600)).isInstanceOf(AuthenticationFailedException.class);
        assertThatThrownBy(() -> call("Bearer a", 3_600))
                .as("what failed is not kept")
                .isInstanceOf(AuthenticationFailedException.class);
        assertThat(verifications).isEqualTo(4);
    }

    @Test
    void aTokenThatExpiresWhileItIsKeptIsNotTrustedAtItsExpiry() {
        call("Bearer a", 10);
        pass(Duration.ofMillis(9_999));
        call("Bearer a", 10);
        assertThat(verifications).isEqualTo(1);

        pass(Duration.ofMillis(1));
        call("Bearer a", 10);

        assertThat(verifications).as("the mechanism is asked, which refuses it").isEqualTo(2);
    }

    @Test
    void aClockThatJumpsForwardIsBelievedAtOnceAndOneThatIsSetBackProlongsNothing() {
        call("Bearer a", 3_600);
        now = now.plusSeconds(3_600);
        call("Bearer a", 3_600);
        assertThat(verifications).as("expired by the clock").isEqualTo(2);

        now = NOW;
        call("Bearer b", 3_600);
        now = NOW.minusSeconds(86_400);
        sinceStart = sinceStart.plusSeconds(30);
        call("Bearer b", 3_600);
        assertThat(verifications).as("half a minute has passed all the same").isEqualTo(4);
    }

    @Test
    void whatIsNoBearerTokenIsVerifiedEachTime() {
        call(null, 3_600);
        call(null, 3_600);
        call("Basic a", 3_600);
        call("Basic a", 3_600);

        assertThat(verifications).isEqualTo(4);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        sinceStart = sinceStart.plus(time);
    }

    private void call(String authorization, long expiresAfterStart) {
        tokens.authenticate(authorization, () -> {
                    verifications++;
                    return keyWithdrawn
                            ? Uni.createFrom().failure(new AuthenticationFailedException())
                            : Uni.createFrom().item(identity(NOW.getEpochSecond() + expiresAfterStart));
                })
                .await()
                .indefinitely();
    }

    private static SecurityIdentity identity(long expiresAtSecond) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new JsonWebToken() {
                    @Override
                    public String getName() {
                        return "backend-1";
                    }

                    @Override
                    public Set<String> getClaimNames() {
                        return Set.of("exp");
                    }

                    @Override
                    @SuppressWarnings("unchecked")
                    public <T> T getClaim(String claim) {
                        return (T) (claim.equals("exp") ? Long.valueOf(expiresAtSecond) : null);
                    }
                })
                .build();
    }

    private static Duration keptWhenExpiringIn(long seconds) {
        return VerifiedTokens.lifetime(NOW.getEpochSecond() + seconds, NOW);
    }
}
