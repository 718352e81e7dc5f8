package covenant.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.1.2-2")
class SecondFactorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @ParameterizedTest(name = "login {0} s ago, token {1} s old, sandbox {2}: {3}")
    @CsvSource({
        "0, 0, false, true",
        "900, 0, false, true",
        "901, 0, false, false",
        "901, 0, true, false",
        "-30, 0, false, true",
        "-61, 0, false, false",
        ", 900, false, true",
        ", 901, false, false",
        ", 86400, true, true"
    })
    void anOldSecondFactorIsNone(@Nullable Long loginAgo, long tokenAge, boolean sandbox, boolean fresh) {
        SecondFactor factor = new SecondFactor(Duration.ofMinutes(15), sandbox, () -> NOW);

        assertThat(factor.isFresh(
                        loginAgo == null ? null : NOW.getEpochSecond() - loginAgo, NOW.getEpochSecond() - tokenAge))
                .isEqualTo(fresh);
    }
}
