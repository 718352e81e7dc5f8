package covenant.request.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final Guard.Limits LIMITS = new Guard.Limits(3, Duration.ofHours(24));

    @Test
    @Tag("R-5.2.1-4")
    void theThirdFailureLocksFor24Hours() {
        Guard second = Guard.NONE.failure(NOW, LIMITS).failure(NOW, LIMITS);
        Guard third = second.failure(NOW, LIMITS);

        assertThat(second.locked(NOW)).isEmpty();
        assertThat(third.lockedUntil()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(third.locked(NOW.plus(Duration.ofHours(24)).minusNanos(1))).isPresent();
        assertThat(third.locked(NOW.plus(Duration.ofHours(24)))).isEmpty();
    }

    @Test
    @Tag("R-5.2.1-4")
    void afterTheLockThreeNewTriesBegin() {
        Guard locked = Guard.NONE.failure(NOW, LIMITS).failure(NOW, LIMITS).failure(NOW, LIMITS);

        assertThat(locked.failure(NOW.plus(Duration.ofHours(25)), LIMITS).failed())
                .isEqualTo(1);
    }

    @Test
    void aSuccessForgetsFailures() {
        assertThat(Guard.NONE.failure(NOW, LIMITS).success().failed()).isZero();
    }

    @Test
    void failuresOfDaysAgoAreForgotten() {
        Guard old = Guard.NONE.failure(NOW, LIMITS).failure(NOW, LIMITS);

        assertThat(old.failure(NOW.plus(Duration.ofDays(2)), LIMITS).failed()).isEqualTo(1);
    }

    @Test
    void noMoreThanFiveCodesAnHour() {
        Guard guard = Guard.NONE;
        for (int i = 0; i < 5; i++) {
            assertThat(guard.tooManyCodes(NOW)).isEmpty();
            guard = guard.codeSent(NOW);
        }

        assertThat(guard.tooManyCodes(NOW)).isPresent();
        assertThat(guard.tooManyCodes(NOW.plus(Duration.ofHours(1)))).isEmpty();
    }
}
