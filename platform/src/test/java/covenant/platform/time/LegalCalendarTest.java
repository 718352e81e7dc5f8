package covenant.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.2.2-1")
class LegalCalendarTest {
    private static final Period MONTH = Period.ofMonths(1);

    /** Requirements 0.7, first table; whatever the hour of the day. */
    @ParameterizedTest(name = "closed {0}: kept to {1}, due {2}")
    @CsvSource({
        "2026-01-28, 2026-02-28, 2026-02-28T16:00:00Z",
        "2026-01-29, 2026-02-28, 2026-02-28T16:00:00Z",
        "2026-01-30, 2026-02-28, 2026-02-28T16:00:00Z",
        "2026-01-31, 2026-02-28, 2026-02-28T16:00:00Z",
        "2026-02-28, 2026-03-28, 2026-03-28T16:00:00Z",
        "2026-03-31, 2026-04-30, 2026-04-30T16:00:00Z",
        "2026-11-30, 2026-12-30, 2026-12-30T16:00:00Z",
        "2026-12-31, 2027-01-31, 2027-01-31T16:00:00Z",
        "2028-01-31, 2028-02-29, 2028-02-29T16:00:00Z",
        "2028-02-29, 2028-03-29, 2028-03-29T16:00:00Z"
    })
    @Tag("T-2")
    @Tag("T-3")
    void aMonthAfterClosing(LocalDate closed, LocalDate lastDay, Instant due) {
        for (LocalTime time : new LocalTime[] {LocalTime.MIN, LocalTime.NOON, LocalTime.MAX}) {
            Instant closedAt = closed.atTime(time).atZone(LegalCalendar.ZONE).toInstant();

            assertThat(LegalCalendar.lastDay(closedAt, MONTH)).isEqualTo(lastDay);
            assertThat(LegalCalendar.retentionDue(closedAt, MONTH)).isEqualTo(due);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T15:59:59Z, 2026-02-28T16:00:00Z",
        "2026-01-31T16:00:00Z, 2026-03-01T16:00:00Z",
    })
    @Tag("T-1")
    void theDayIsTheOneInShanghai(Instant closedAt, Instant due) {
        assertThat(LegalCalendar.retentionDue(closedAt, MONTH)).isEqualTo(due);
    }

    @Test
    void theDueInstantIsTheOneThePolicyNames() {
        assertThat(LegalCalendar.retentionDue(Instant.parse("2026-01-31T03:00:00Z"), MONTH))
                .isEqualTo(OffsetDateTime.parse("2026-03-01T00:00+08:00").toInstant());
    }

    @Test
    void tenYearsFromALeapDay() {
        Instant anchor = Instant.parse("2028-02-29T04:00:00Z");

        assertThat(LegalCalendar.retentionDue(anchor, Period.ofYears(10)))
                .isEqualTo(Instant.parse("2038-02-28T16:00:00Z"));
    }

    /** T-4: two months are not one month twice. */
    @Test
    @Tag("T-4")
    void periodsAreCountedFromTheAnchor() {
        assertThat(LegalCalendar.retentionDue(Instant.parse("2026-01-31T04:00:00Z"), Period.ofMonths(2)))
                .isEqualTo(Instant.parse("2026-03-31T16:00:00Z"));
    }

    /** T-1: the tests run in another zone on purpose. */
    @Test
    @Tag("T-1")
    void theServersZoneDoesNotMatter() {
        assertThat(ZoneId.systemDefault()).isNotEqualTo(LegalCalendar.ZONE);
        assertThat(LegalCalendar.dayOf(Instant.parse("2026-01-31T16:00:00Z"))).isEqualTo(LocalDate.parse("2026-02-01"));
    }

    @ParameterizedTest(name = "verified on {0}: reply to the end of {1}")
    @CsvSource({"2026-01-31, 2026-03-02", "2026-11-23, 2026-12-23", "2028-02-15, 2028-03-16"})
    @Tag("R-5.2.1-1")
    void aReplyIsDueOnTheThirtiethDay(LocalDate verified, LocalDate lastDay) {
        Instant verifiedAt = verified.atTime(23, 59).atZone(LegalCalendar.ZONE).toInstant();
        Instant receivedAt = verifiedAt.minusSeconds(86_400);

        assertThat(LegalCalendar.replyDue(receivedAt, verifiedAt)).isEqualTo(LegalCalendar.endOfDay(lastDay));
    }

    @Test
    @Tag("R-5.2.1-1")
    void theReplyCountsFromTheLaterOfReceiptAndVerification() {
        Instant early = Instant.parse("2026-01-10T00:00:00Z");
        Instant late = Instant.parse("2026-01-31T00:00:00Z");

        assertThat(LegalCalendar.replyDue(late, early)).isEqualTo(LegalCalendar.replyDue(early, late));
        assertThat(LegalCalendar.replyDue(early, late, 15)).isEqualTo(Instant.parse("2026-02-15T16:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"0", "31"})
    @Tag("R-5.2.1-1")
    void noReplyLaterThanThePolicyPromises(int days) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LegalCalendar.replyDue(Instant.EPOCH, Instant.EPOCH, days));
    }

    /** T-5: 28 February 2038 plus ten days. */
    @Test
    @Tag("T-5")
    void aStatutoryMinimumEndsWithAMargin() {
        assertThat(LegalCalendar.statutoryEnd(Instant.parse("2028-02-29T04:00:00Z"), Period.ofYears(10)))
                .isEqualTo(Instant.parse("2038-03-10T16:00:00Z"));
    }

    @Test
    void untilIsTheLastValidDay() {
        assertThat(LegalCalendar.lastValidDayEnd(LocalDate.parse("2026-12-31")))
                .isEqualTo(Instant.parse("2026-12-31T16:00:00Z"));
    }

    @Test
    @Tag("R-4.2.3-1")
    void thirtyFullDaysLieBetweenNoticeAndTermination() {
        assertThat(LegalCalendar.fullDaysAfter(Instant.parse("2026-01-01T12:00:00Z"), 30))
                .isEqualTo(Instant.parse("2026-01-31T16:00:00Z"));
    }

    /** T-10: Shanghai had summer time then; a day is still a day. */
    @Test
    @Tag("T-10")
    void daysWithSummerTimeAreDays() {
        assertThat(LegalCalendar.startOfDay(LocalDate.parse("1988-07-01")))
                .isEqualTo(Instant.parse("1988-06-30T15:00:00Z"));
    }
}
