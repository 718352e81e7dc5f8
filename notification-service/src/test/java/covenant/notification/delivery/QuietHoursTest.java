package covenant.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 22:00 to 08:00 in Beijing is 14:00Z to 00:00Z. */
@Tag("R-4.1.3-4")
class QuietHoursTest {
    private final QuietHours hours = new QuietHours(Optional.of("22:00-08:00"), List.of(Channel.SMS, Channel.PUSH));

    @ParameterizedTest(name = "{0} by {1} at {2}: {3}")
    @CsvSource({
        "POLICY,      SMS,   2026-11-24T13:59:59Z, ",
        "POLICY,      SMS,   2026-11-24T14:00:00Z, 2026-11-25T00:00:00Z",
        "POLICY,      PUSH,  2026-11-24T23:59:59Z, 2026-11-25T00:00:00Z",
        "POLICY,      SMS,   2026-11-25T00:00:00Z, ",
        "POLICY,      EMAIL, 2026-11-24T15:00:00Z, ",
        "TERMINATION, SMS,   2026-11-24T15:00:00Z, 2026-11-25T00:00:00Z",
        "MARKETING,   SMS,   2026-11-24T15:00:00Z, 2026-11-25T00:00:00Z",
        "BREACH,      SMS,   2026-11-24T15:00:00Z, ",
        "SERVICE,     SMS,   2026-11-24T15:00:00Z, ",
        "RIGHTS,      SMS,   2026-11-24T15:00:00Z, "
    })
    void whatCanWaitWaitsForTheMorningAndABreachDoesNot(
            MessageClass messageClass, Channel channel, Instant now, Instant until) {
        assertThat(hours.until(messageClass, channel, now)).isEqualTo(Optional.ofNullable(until));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-24T04:30:00Z, 2026-11-24T05:00:00Z", "2026-11-24T05:00:00Z, "})
    void theyMayLieWithinADay(Instant now, Instant until) {
        assertThat(QuietHours.Span.parse("12:00-13:00").endAfter(now)).isEqualTo(Optional.ofNullable(until));
    }
}
