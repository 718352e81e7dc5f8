package covenant.audit.reading;

import covenant.audit.entry.BusinessTime;
import covenant.platform.problem.Refusal;
import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A span of business time; an absent end does not restrict.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Period(@Nullable Instant from, @Nullable Instant to) {

    public static final Period ALL = new Period(null, null);

    /**
     * Reads two RFC 3339 instants, or local dates: those mean whole days in Asia/Shanghai, the last one included.
     *
     * @throws covenant.platform.problem.RefusedException 422 naming the field
     */
    public static Period of(@Nullable String from, @Nullable String to) {
        Period period = new Period(parse("from", from, false), parse("to", to, true));
        if (period.from != null && period.to != null && !period.from.isBefore(period.to)) {
            throw Refusal.invalid("to", "lies after from").asException();
        }
        return period;
    }

    private static @Nullable Instant parse(String field, @Nullable String text, boolean end) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return day(field, text, end);
        }
        return BusinessTime.parse(text)
                .orElseThrow(() -> Refusal.invalid(field, "is an RFC 3339 instant or a date")
                        .asException());
    }

    private static Instant day(String field, String text, boolean end) {
        try {
            LocalDate day = LocalDate.parse(text);
            Instant instant = end ? LegalCalendar.endOfDay(day) : LegalCalendar.startOfDay(day);
            if (BusinessTime.valid(instant)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // Refused below, as a day out of range.
        }
        throw Refusal.invalid(field, "is an RFC 3339 instant or a date").asException();
    }

    /** Whether the instant lies within. */
    public boolean holds(Instant instant) {
        return (from == null || !instant.isBefore(from)) && (to == null || instant.isBefore(to));
    }
}
