package covenant.consent.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieLifetimeTest {

    @ParameterizedTest
    @CsvSource({
        "SESSION, true",
        "PT1M, true",
        "PT30M, true",
        "P1D, true",
        "P1DT12H, true",
        "P2W, true",
        "P13M, true",
        "P10Y, true",
        "P120M, true",
        "PT0S, false",
        "P0D, false",
        "PT59S, false",
        "P10Y1D, false",
        "P10YT1S, false",
        "P11Y, false",
        "P999999999Y, false",
        "P99999999999Y, false",
        "PT99999999999H, false",
        "P, false",
        "PT, false",
        "P1DT, false",
        "PD, false",
        "P-1D, false",
        "session, false"
    })
    @Tag("R-2.1-2")
    void aCookieLivesForASessionOrOneMinuteToTenYears(String lifetime, boolean valid) {
        assertThat(CookieLifetime.valid(lifetime)).isEqualTo(valid);
    }
}
