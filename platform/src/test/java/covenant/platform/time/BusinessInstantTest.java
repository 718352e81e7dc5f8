package covenant.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessInstantTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1969-12-31T23:59:59.999999Z, false",
        "1970-01-01T00:00:00Z, true",
        "2026-11-30T08:00:00Z, true",
        "2036-11-30T08:00:00Z, true",
        "2036-12-07T08:00:00Z, true",
        "2036-12-07T08:00:00.000001Z, false",
        "-1000000000-01-01T00:00:00Z, false",
        "+1000000000-12-31T23:59:59Z, false"
    })
    @Tag("R-ENV-5")
    void anInstantIsPlausibleFrom1970UntilTenYearsAhead(Instant at, boolean plausible) {
        assertThat(BusinessInstant.plausible(at, NOW)).isEqualTo(plausible);
    }

    @Test
    void whatIsComparedIsWhatIsStored() {
        assertThat(BusinessInstant.stored(Instant.parse("2026-01-01T00:00:00.123456789Z")))
                .isEqualTo("2026-01-01T00:00:00.123456Z");
    }
}
