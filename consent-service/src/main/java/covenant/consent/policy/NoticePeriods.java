package covenant.consent.policy;

import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long before its effect a version is to be published (policy 6.1, 6.2): configured, at least one day. */
@ApplicationScoped
class NoticePeriods {
    private final int ordinary;
    private final int material;

    NoticePeriods(
            @ConfigProperty(name = "covenant.policy.notice.ordinary") String ordinary,
            @ConfigProperty(name = "covenant.policy.notice.material") String material) {
        this.ordinary = days("covenant.policy.notice.ordinary", ordinary);
        this.material = days("covenant.policy.notice.material", material);
    }

    private static int days(String key, String period) {
        Period parsed = Period.parse(period);
        if (parsed.toTotalMonths() != 0 || parsed.getDays() < 1) {
            throw new IllegalStateException(key + " must be a number of days, at least P1D");
        }
        return parsed.getDays();
    }

    int days(boolean isMaterial) {
        return isMaterial ? material : ordinary;
    }

    /** Full periods from this very instant: what an operator may ask for. */
    boolean longEnough(Instant now, Instant effectiveAt, boolean isMaterial) {
        return !effectiveAt.isBefore(now.plus(java.time.Duration.ofDays(days(isMaterial))));
    }

    /** By calendar days, the day of publication not counted (T-2): what an approver may still let pass later that day. */
    boolean longEnoughByDay(Instant now, Instant effectiveAt, boolean isMaterial) {
        LocalDate first = LegalCalendar.dayOf(now).plusDays(days(isMaterial));
        return !LegalCalendar.dayOf(effectiveAt).isBefore(first);
    }
}
