package covenant.consent.cookie;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;

/** How long a cookie lives, as it is registered: {@code SESSION}, or an ISO-8601 period of one minute to ten years. Pure. */
final class CookieLifetime {
    private static final String SESSION = "SESSION";
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Period LONGEST = Period.ofYears(10);
    /** Any day does: months are measured from it. */
    private static final LocalDateTime START = LocalDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

    private CookieLifetime() {}

    static boolean valid(String lifetime) {
        if (lifetime.equals(SESSION)) {
            return true;
        }
        try {
            LocalDateTime end = end(lifetime);
            return !end.isBefore(START.plus(SHORTEST)) && !end.isAfter(START.plus(LONGEST));
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    /** A {@link Period} has no hours and a {@link Duration} no months; ISO-8601 has both. */
    private static LocalDateTime end(String lifetime) {
        int time = lifetime.indexOf('T');
        if (time < 0) {
            return START.plus(Period.parse(lifetime));
        }
        Period days = time == 1 ? Period.ZERO : Period.parse(lifetime.substring(0, time));
        return START.plus(days).plus(Duration.parse("P" + lifetime.substring(time)));
    }
}
