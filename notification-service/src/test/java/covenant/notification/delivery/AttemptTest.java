package covenant.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.notification.channel.SendResult;
import covenant.notification.channel.SendResult.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("AC-82")
class AttemptTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant GIVE_UP = NOW.plus(Duration.ofHours(24));
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));
    private static final SendResult AWAY = new SendResult.Temporary("AWAY", null, Fault.PROVIDER);

    static Stream<Arguments> attempts() {
        SendResult busy = new SendResult.Temporary("BUSY", Duration.ofMinutes(2), Fault.THROTTLED);
        return Stream.of(
                Arguments.of(new SendResult.Accepted("r"), 1, false, null, new Attempt.Sent("r")),
                Arguments.of(new SendResult.Permanent("NO"), 1, true, null, new Attempt.Failed("NO")),
                Arguments.of(AWAY, 1, false, null, new Attempt.Again("AWAY", NOW.plusSeconds(10))),
                Arguments.of(AWAY, 2, false, null, new Attempt.Again("AWAY", NOW.plusSeconds(60))),
                Arguments.of(AWAY, 3, false, null, new Attempt.Failed("AWAY")),
                Arguments.of(AWAY, 3, true, null, new Attempt.Again("AWAY", NOW.plusSeconds(60))),
                Arguments.of(AWAY, 90, true, null, new Attempt.Again("AWAY", NOW.plusSeconds(60))),
                Arguments.of(busy, 1, false, null, new Attempt.Again("BUSY", NOW.plusSeconds(120))),
                Arguments.of(AWAY, 1, false, NOW.plusSeconds(5), new Attempt.Failed("EXPIRED")),
                Arguments.of(AWAY, 1, false, NOW.plusSeconds(10), new Attempt.Again("AWAY", NOW.plusSeconds(10))));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void anAttemptEndsRetriesOrGivesUp(
            SendResult result, int attempt, boolean last, Instant notAfter, Attempt expected) {
        assertThat(Attempt.judge(result, attempt, patience(last, notAfter), NOW))
                .isEqualTo(expected);
    }

    @Test
    void theLastChannelIsGivenUpWhenPatienceEnds() {
        assertThat(Attempt.judge(AWAY, 90, patience(true, null), GIVE_UP)).isEqualTo(new Attempt.Failed("AWAY"));
        assertThat(Attempt.away(GIVE_UP.plusSeconds(1), patience(true, null), GIVE_UP))
                .isEqualTo(new Attempt.Failed("PROVIDER_AWAY"));
    }

    @Test
    void whileAProviderIsAwayAnotherChannelIsTakenAtOnceAndWithoutOneTheMessageWaits() {
        Instant tried = NOW.plusSeconds(30);

        assertThat(Attempt.away(tried, patience(false, null), NOW)).isEqualTo(new Attempt.Failed("PROVIDER_AWAY"));
        assertThat(Attempt.away(tried, patience(true, null), NOW))
                .isEqualTo(new Attempt.Postponed("PROVIDER_AWAY", tried));
        assertThat(Attempt.away(tried, patience(true, NOW.plusSeconds(5)), NOW))
                .isEqualTo(new Attempt.Failed("EXPIRED"));
    }

    private static Attempt.Patience patience(boolean last, Instant notAfter) {
        return new Attempt.Patience(PAUSES, last, GIVE_UP, notAfter);
    }
}
