package covenant.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    @Test
    void aTokenIsNotTrustedBeyondItsExpiryNorLongerThanHalfAMinute() {
        assertThat(keptWhenExpiringIn(-1)).isZero();
        assertThat(keptWhenExpiringIn(0)).isZero();
        assertThat(keptWhenExpiringIn(29)).isEqualTo(Duration.ofSeconds(29));
        assertThat(keptWhenExpiringIn(30)).isEqualTo(VerifiedTokens.LONGEST);
        assertThat(keptWhenExpiringIn(3_600)).isEqualTo(VerifiedTokens.LONGEST);
    }

    private static Duration keptWhenExpiringIn(long seconds) {
        return VerifiedTokens.lifetime(NOW.getEpochSecond() + seconds, NOW);
    }
}
