package covenant.platform.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When something happened by business time, as other systems tell it. One that cannot be meant is refused by every service
 * alike: else one would act on a fact that another set aside.
 */
public final class BusinessInstant {
    /** Ten years, leap days and all. */
    static final long DAYS_AHEAD = 3_660;

    private BusinessInstant() {}

    /** Whether it lies between 1970 and ten years after {@code now}, both included. */
    public static boolean plausible(Instant at, Instant now) {
        return !at.isBefore(Instant.EPOCH) && !at.isAfter(now.plus(DAYS_AHEAD, ChronoUnit.DAYS));
    }

    /** In microseconds, as PostgreSQL keeps it: the same fact told again is equal to what was stored. */
    public static Instant stored(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
