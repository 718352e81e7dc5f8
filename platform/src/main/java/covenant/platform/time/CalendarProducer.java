package covenant.platform.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The working days of this installation: what ships, and the years an operator added as files in
 * {@code covenant.calendar.directory}.
 */
@ApplicationScoped
public class CalendarProducer {
    @Produces
    @Singleton
    WorkingDays workingDays(@ConfigProperty(name = "covenant.calendar.directory") Optional<String> directory) {
        HolidayTable bundled = HolidayTable.bundled();
        return new WorkingDays(
                directory.map(Path::of).map(bundled::withDirectory).orElse(bundled));
    }
}
