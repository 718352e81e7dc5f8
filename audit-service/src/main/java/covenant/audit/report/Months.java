package covenant.audit.report;

import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.time.YearMonth;

/** Months as people in Shanghai count them. */
final class Months {

    private Months() {}

    static String of(Instant instant) {
        return YearMonth.from(LegalCalendar.dayOf(instant)).toString();
    }
}
