package covenant.platform.time;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ISO 8601 period with a date part, a time part or both ({@code P1M}, {@code PT90M}, {@code P1DT2H}, {@code -P1D}), added in
 * Asia/Shanghai.
 */
record AdvancePeriod(Period date, Duration time) {
    private static final Pattern FORM = Pattern.compile("([-+]?)P([^T]*)(T.+)?", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException if the text is no ISO 8601 period or duration, or too large */
    static AdvancePeriod parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (text.length() > 60 || !form.matches() || (form.group(2).isEmpty() && form.group(3) == null)) {
            throw new IllegalArgumentException("not an ISO 8601 period or duration");
        }
        try {
            String sign = form.group(1);
            Period date = form.group(2).isEmpty() ? Period.ZERO : Period.parse(sign + "P" + form.group(2));
            Duration time = form.group(3) == null ? Duration.ZERO : Duration.parse(sign + "P" + form.group(3));
            return new AdvancePeriod(date, time);
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("not an ISO 8601 period or duration", e);
        }
    }

    Instant after(Instant now) {
        try {
            ZonedDateTime local = now.atZone(LegalCalendar.ZONE);
            return local.plus(date).plus(time).toInstant();
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("beyond what can be counted", e);
        }
    }
}
