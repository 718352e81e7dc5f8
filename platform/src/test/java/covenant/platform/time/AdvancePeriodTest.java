package covenant.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvancePeriodTest {

    @ParameterizedTest(name = "{1} after {0} is {2}")
    @CsvSource({
        "2026-01-01T00:00:00Z, P31D, 2026-02-01T00:00:00Z",
        "2026-01-30T17:00:00Z, P1M, 2026-02-27T17:00:00Z", // 31 January, 01:00, in Shanghai
        "2026-01-01T00:00:00Z, PT90M, 2026-01-01T01:30:00Z",
        "2026-01-01T00:00:00Z, P1DT2H, 2026-01-02T02:00:00Z",
        "2026-01-01T00:00:00Z, P2W, 2026-01-15T00:00:00Z",
        "2026-01-02T00:00:00Z, -P1D, 2026-01-01T00:00:00Z",
        "2026-01-02T00:00:00Z, P-1D, 2026-01-01T00:00:00Z",
        "2026-01-02T00:00:00Z, -PT1H, 2026-01-01T23:00:00Z"
    })
    void isCountedInShanghai(Instant now, String period, Instant then) {
        assertThat(AdvancePeriod.parse(period).after(now)).isEqualTo(then);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PT", "31D", "P31", "P1DT", "P1X", "tomorrow", "P99999999999D", "1 or 1=1"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AdvancePeriod.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2000000000Y", "P2000000000Y1D"})
    void beyondCountingIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AdvancePeriod.parse(text).after(Instant.parse("2026-01-01T00:00:00Z")));
    }
}
