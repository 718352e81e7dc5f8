package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Envelope and actor")
class EnvelopeTest {

    @Test
    @Tag("R-ENV-4")
    void aForeignSystemMayLeaveItsEventsUnversioned() {
        assertThat(envelope(1, Envelope.NOT_VERSIONED).versioned()).isFalse();
        assertThat(envelope(1, 1).versioned()).isTrue();
    }

    @Test
    void versionsDoNotStartBelowOne() {
        assertThatThrownBy(() -> envelope(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelope(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBJECT:S-1", "SYSTEM:consent-service", "PRIVACY_OPERATOR:op:7"})
    void anActorIsReadAndWrittenBackEqual(String header) {
        assertThat(Actor.parse(header).header()).isEqualTo(header);
    }

    @Test
    void theIdOfAnActorMayHoldColons() {
        assertThat(Actor.parse("PRIVACY_OPERATOR:op:7")).isEqualTo(new Actor("PRIVACY_OPERATOR", "op:7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SUBJECT", "SUBJECT:", ":S-1", "subject:S-1", "SUBJECT: "})
    void whatIsNoActorIsRefusedWithoutRepeatingIt(String header) {
        assertThatThrownBy(() -> Actor.parse(header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("S-1");
    }

    private static Envelope envelope(int schemaVersion, long aggregateVersion) {
        Instant now = Instant.parse("2026-01-31T04:00:00Z");
        return new Envelope(
                new UUID(0, 1),
                "AccountClosed",
                schemaVersion,
                now,
                now,
                "S-1",
                "A-1",
                "A-1",
                aggregateVersion,
                "c-1",
                null,
                Actor.system("account-system"),
                null,
                "/account-system",
                null);
    }
}
