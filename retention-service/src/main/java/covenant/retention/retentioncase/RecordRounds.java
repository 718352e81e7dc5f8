package covenant.retention.retentioncase;

import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;

/**
 * Where a law counts from each record's own date, records leave one after the other: from time to time holders are ordered to
 * erase those whose period is over, while the younger ones stay (R-4.2.2-3, R-4.2.2-4). Pure.
 *
 * @param period the law's, from the date of a record
 * @param nextAt when the next round is due
 */
public record RecordRounds(Period period, Instant nextAt) {
    /** Between rounds: nothing that a law has let go stays longer than the longest ordinary period. */
    private static final Period PAUSE = Period.ofMonths(1);

    boolean isDue(Instant now) {
        return !nextAt.isAfter(now);
    }

    /** After a round at {@code now}. */
    RecordRounds after(Instant now) {
        return new RecordRounds(period, LegalCalendar.retentionDue(now, PAUSE));
    }

    /** The youngest record date whose period, with its margin, is over. */
    LocalDate recordsUpTo(Instant now) {
        LocalDate date = LegalCalendar.dayOf(now).minus(period).minusDays(LegalCalendar.STATUTORY_MARGIN_DAYS - 2L);
        while (LegalCalendar.statutoryEnd(date, period).isAfter(now)) {
            date = date.minusDays(1);
        }
        return date;
    }
}
