package covenant.platform.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;

/**
 * Due instants of periods counted in days, months and years. Pure; every "day" is a day in Asia/Shanghai (T-1), the day of the
 * event is not counted (Civil Code art. 201), a month ends on the same-numbered day or on the month's last (art. 202), a
 * period ends at 24:00 of its last day (art. 203). Nothing here rolls over public holidays except
 * {@link #statutoryEnd}, because a longer retention or a later reply would hurt the data subject (T-5).
 *
 * <p>Always computed from the anchor, never in steps: one month after 31 January, twice, is 28 March; two months are 31 March
 * (T-4). Hour deadlines need nothing of this: {@code instant.plus(hours)} (T-6). Birth dates and validity dates of documents
 * stay {@link LocalDate} (T-10).
 */
public final class LegalCalendar {
    /** The zone of every "day" and "month" of the policy (T-1). */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** Days to reply after receipt and verification (policy 5.2.1). */
    public static final int REPLY_DAYS = 30;

    /** Days by which an erasure waits beyond a statutory minimum, to cover a holiday roll-over (T-5). */
    public static final int STATUTORY_MARGIN_DAYS = 10;

    private LegalCalendar() {}

    /** The day in Shanghai on which this instant lies. */
    public static LocalDate dayOf(Instant instant) {
        return instant.atZone(ZONE).toLocalDate();
    }

    /** 24:00 of this day: the first instant that no longer belongs to it. */
    public static Instant endOfDay(LocalDate day) {
        return startOfDay(day.plusDays(1));
    }

    /** 00:00 of this day. */
    public static Instant startOfDay(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    /** The last day of a period that begins with the day after the anchor (T-2, T-3). */
    public static LocalDate lastDay(Instant anchor, Period period) {
        return dayOf(anchor).plus(period);
    }

    /**
     * The instant from which data must be erased: 24:00 of the last day kept (policy 4.2.2, T-1 to T-4).
     *
     * @param closedAt when the account was closed by business time, not when the event arrived (R-4.2.2-1)
     */
    public static Instant retentionDue(Instant closedAt, Period period) {
        return endOfDay(lastDay(closedAt, period));
    }

    /** By when a request must be answered: 24:00 of the 30th day after receipt and verification, whichever is later. */
    public static Instant replyDue(Instant receivedAt, Instant verifiedAt) {
        return replyDue(receivedAt, verifiedAt, REPLY_DAYS);
    }

    /**
     * As {@link #replyDue(Instant, Instant)} with a shorter time to reply.
     *
     * @param days 1 to {@value #REPLY_DAYS}; more than the policy promises is refused with {@link IllegalArgumentException}
     */
    public static Instant replyDue(Instant receivedAt, Instant verifiedAt, int days) {
        if (days < 1 || days > REPLY_DAYS) {
            throw new IllegalArgumentException("a reply is due within 1 to " + REPLY_DAYS + " days");
        }
        Instant anchor = receivedAt.isAfter(verifiedAt) ? receivedAt : verifiedAt;
        return fullDaysAfter(anchor, days);
    }

    /** 24:00 of the n-th day after the day of the anchor: n full days lie between (policy 4.2.3: at least 30). */
    public static Instant fullDaysAfter(Instant anchor, int days) {
        return endOfDay(dayOf(anchor).plusDays(days));
    }

    /**
     * The earliest erasure of what law obliges to keep: the end of the statutory period plus
     * {@value #STATUTORY_MARGIN_DAYS} days (T-5, e.g. Anti-Money-Laundering Law art. 34).
     */
    public static Instant statutoryEnd(LocalDate anchor, Period period) {
        return endOfDay(anchor.plus(period).plusDays(STATUTORY_MARGIN_DAYS));
    }

    /** As {@link #statutoryEnd(LocalDate, Period)}, from the day on which the anchor lies. */
    public static Instant statutoryEnd(Instant anchor, Period period) {
        return statutoryEnd(dayOf(anchor), period);
    }

    /** 24:00 of the last valid day, as in {@code until} of a consent or an agreement: from then on it is over. */
    public static Instant lastValidDayEnd(LocalDate until) {
        return endOfDay(until);
    }
}
