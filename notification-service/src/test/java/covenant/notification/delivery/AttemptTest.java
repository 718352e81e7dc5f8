package covenant.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.notification.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("AC-82")
class AttemptTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));

    static Stream<Arguments> attempts() {
        SendResult away = new SendResult.Temporary("AWAY", null);
        SendResult busy = new SendResult.Temporary("BUSY", Duration.ofMinutes(2));
        return Stream.of(
                Arguments.of(new SendResult.Accepted("r"), 1, null, new Attempt.Sent("r")),
                Arguments.of(new SendResult.Permanent("NO"), 1, null, new Attempt.Failed("NO")),
                Arguments.of(away, 1, null, new Attempt.Again("AWAY", NOW.plusSeconds(10))),
                Arguments.of(away, 2, null, new Attempt.Again("AWAY", NOW.plusSeconds(60))),
                Arguments.of(away, 3, null, new Attempt.Failed("AWAY")),
                Arguments.of(busy, 1, null, new Attempt.Again("BUSY", NOW.plusSeconds(120))),
                Arguments.of(away, 1, NOW.plusSeconds(5), new Attempt.Failed("EXPIRED")),
                Arguments.of(away, 1, NOW.plusSeconds(10), new Attempt.Again("AWAY", NOW.plusSeconds(10))));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void anAttemptEndsRetriesOrGivesUp(SendResult result, int attempt, Instant notAfter, Attempt expected) {
        assertThat(Attempt.judge(result, attempt, PAUSES, NOW, notAfter)).isEqualTo(expected);
    }
}
