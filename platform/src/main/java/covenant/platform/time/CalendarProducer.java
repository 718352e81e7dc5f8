package covenant.platform.time;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The working days of this installation: what ships, and the years an operator added as files in
 * {@code covenant.calendar.directory}.
 */
@ApplicationScoped
public class CalendarProducer {
    private static final Logger LOG = Logger.getLogger(CalendarProducer.class);
    /** Next year's table is announced in late autumn: from then on its absence is an alarm. */
    private static final int DAYS_AHEAD = 45;

    @Produces
    @Singleton
    WorkingDays workingDays(
            @ConfigProperty(name = "covenant.calendar.directory") Optional<String> directory,
            MeterRegistry metrics,
            CovenantClock clock) {
        HolidayTable bundled = HolidayTable.bundled();
        WorkingDays days = new WorkingDays(
                directory.map(Path::of).map(bundled::withDirectory).orElse(bundled));
        Gauge.builder(
                        "covenant.calendar.years.missing",
                        () -> missing(days, clock).size())
                .description("Years within the next weeks whose holiday table is not loaded")
                .register(metrics);
        SortedSet<Integer> missing = missing(days, clock);
        if (!missing.isEmpty()) {
            LOG.errorf(
                    "No holiday table of %s: every Monday to Friday counts as a working day until it is loaded",
                    missing);
        }
        return days;
    }

    private static SortedSet<Integer> missing(WorkingDays days, CovenantClock clock) {
        return days.missingWithin(LegalCalendar.dayOf(clock.now()), DAYS_AHEAD);
    }
}
