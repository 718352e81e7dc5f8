package covenant.retention.termination;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.2.3-1")
class TerminationDeciderTest {
    private static final Instant FIRST_OF_JUNE = Instant.parse("2026-06-01T02:00:00Z");
    private static final Instant EARLIEST = Instant.parse("2026-07-01T16:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-06-30T16:00:00Z, false",
        "2026-07-01T15:59:59Z, false",
        "2026-07-01T16:00:00Z, true",
        "2027-01-01T00:00:00Z, true"
    })
    @Tag("AC-46")
    void thirtyFullDaysLieBetweenNoticeAndEnd(Instant terminateAt, boolean allowed) {
        assertThat(TerminationDecider.schedule(null, terminateAt, 30, FIRST_OF_JUNE)
                        .map(Refusal::code)
                        .orElse(null))
                .isEqualTo(allowed ? null : ProblemCode.NOTICE_PERIOD_TOO_SHORT);
    }

    @Test
    @Tag("R-4.2.3-3")
    void postponingKeepsTheNoticesAndBringingForwardNeedsNewOnes() {
        Instant later = EARLIEST.plusSeconds(86_400 * 20);
        Termination known = new Termination(UUID.randomUUID(), later, FIRST_OF_JUNE, FIRST_OF_JUNE, null, null);
        Instant now = later.minusSeconds(86_400);

        assertThat(TerminationDecider.schedule(known, later.plusSeconds(60), 30, now))
                .isEmpty();
        assertThat(TerminationDecider.schedule(known, later.minusSeconds(60), 30, now))
                .isPresent();
    }

    @Test
    @Tag("R-4.2.3-3")
    void postponingIsFreeEvenWhileNoticesAreOnTheirWay() {
        Termination untold = new Termination(UUID.randomUUID(), EARLIEST, FIRST_OF_JUNE, null, null, null);
        Instant now = EARLIEST.minusSeconds(86_400 * 10);

        assertThat(TerminationDecider.schedule(untold, EARLIEST.plusSeconds(86_400), 30, now))
                .isEmpty();
        Termination late = new Termination(
                UUID.randomUUID(), EARLIEST, FIRST_OF_JUNE, FIRST_OF_JUNE.plusSeconds(86_400 * 5), null, null);
        assertThat(TerminationDecider.schedule(late, EARLIEST.plusSeconds(86_400), 30, now))
                .as("but not shorter than 30 full days after the last notice")
                .isPresent();
    }

    @Test
    void itEndsOnlyWhenEveryoneWasToldInTime() {
        Termination untold = new Termination(UUID.randomUUID(), EARLIEST, FIRST_OF_JUNE, null, null, null);
        Termination told = new Termination(UUID.randomUUID(), EARLIEST, FIRST_OF_JUNE, FIRST_OF_JUNE, null, null);
        Termination late = new Termination(
                UUID.randomUUID(), EARLIEST, FIRST_OF_JUNE, FIRST_OF_JUNE.plusSeconds(86_400), null, null);

        assertThat(TerminationDecider.mayExecute(untold, 30, EARLIEST)).isFalse();
        assertThat(TerminationDecider.mayExecute(told, 30, EARLIEST)).isTrue();
        assertThat(TerminationDecider.mayExecute(told, 30, EARLIEST.minusNanos(1)))
                .isFalse();
        assertThat(TerminationDecider.mayExecute(late, 30, EARLIEST)).isFalse();
    }

    @Test
    void whatHasEndedCannotBeScheduledAgain() {
        Termination ended = new Termination(UUID.randomUUID(), EARLIEST, FIRST_OF_JUNE, FIRST_OF_JUNE, EARLIEST, null);

        assertThat(TerminationDecider.schedule(ended, EARLIEST.plusSeconds(86_400 * 90), 30, EARLIEST)
                        .map(Refusal::code))
                .contains(ProblemCode.STATE_CONFLICT);
    }
}
