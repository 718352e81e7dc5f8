package covenant.retention.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ErasureSettingsTest {
    private final ErasureSettings settings = new ErasureSettings(Duration.ofHours(72), 15, Duration.ofHours(72));

    @Test
    @Tag("T-6")
    void hoursRunFromTheStatedInstantWithoutRounding() {
        assertThat(settings.holderDue(Instant.parse("2026-01-31T15:59:59.000001Z")))
                .isEqualTo(Instant.parse("2026-02-03T15:59:59.000001Z"));
    }

    @Test
    @Tag("AC-39")
    @Tag("R-5.2-6")
    void aRecipientHasFifteenFullDaysInShanghai() {
        assertThat(settings.recipientDue(Instant.parse("2026-01-31T15:59:59Z")))
                .isEqualTo(Instant.parse("2026-02-15T16:00:00Z"));
        assertThat(settings.recipientDue(Instant.parse("2026-01-31T16:00:00Z")))
                .isEqualTo(Instant.parse("2026-02-16T16:00:00Z"));
    }
}
