package covenant.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(5));

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT15S", "3, PT45S", "6, PT20M15S", "9, PT6H", "1000, PT6H"})
    void pausesTripleUpToSixHoursWithAQuarterOfJitter(int failures, Duration middle) {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            assertThat(backoff.pause(failures, null, random))
                    .isBetween(
                            middle.multipliedBy(3).dividedBy(4),
                            middle.multipliedBy(5).dividedBy(4));
        }
    }

    @Test
    void pausesDifferFromEachOther() {
        Random random = new Random(7);

        assertThat(backoff.pause(5, null, random)).isNotEqualTo(backoff.pause(5, null, random));
    }

    @Test
    void whatTheReceiverAsksForIsTheLeast() {
        assertThat(backoff.pause(1, Duration.ofMinutes(2), new Random(7))).isEqualTo(Duration.ofMinutes(2));
        assertThat(backoff.pause(6, Duration.ofSeconds(1), new Random(7))).isGreaterThan(Duration.ofMinutes(10));
    }
}
