package covenant.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.policy.PolicyVersion.Status;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyVersionTest {
    private static final Instant EFFECTIVE = Instant.parse("2026-11-01T00:00:00Z");

    /** A clock that steps back takes nothing back (T-9). */
    @ParameterizedTest
    @CsvSource({
        "DRAFT, -1, false",
        "DRAFT, 1, false",
        "REJECTED, 1, false",
        "PUBLISHED, -1, false",
        "PUBLISHED, 0, true",
        "PUBLISHED, 1, true",
        "ACTIVE, -1, true",
        "ACTIVE, 1, true",
        "RETIRED, -1, true",
        "RETIRED, 1, true"
    })
    @Tag("R-6.1-4")
    void anHourThatHasComeStaysSo(Status status, int days, boolean effective) {
        assertThat(version(status).effective(EFFECTIVE.plus(Duration.ofDays(days))))
                .isEqualTo(effective);
    }

    private static PolicyVersion version(Status status) {
        PolicyVersion first = PolicyVersions.first(EFFECTIVE);
        return new PolicyVersion(
                first.number(),
                status,
                first.content(),
                first.sha256(),
                null,
                first.changes(),
                EFFECTIVE,
                EFFECTIVE,
                EFFECTIVE,
                EFFECTIVE,
                null);
    }
}
