package covenant.audit.month;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Period;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long the log is kept: ten years unless configured, and never less than three (PIPL 56, requirements {@code audit.retention}). */
@ApplicationScoped
class KeepingTime {

    private static final int FLOOR_MONTHS = 36;

    private final Period kept;

    KeepingTime(@ConfigProperty(name = "covenant.audit.retention", defaultValue = "P10Y") String kept) {
        this.kept = Period.parse(kept);
    }

    void check(@Observes StartupEvent started) {
        if (kept.toTotalMonths() < FLOOR_MONTHS) {
            throw new IllegalStateException(
                    "covenant.audit.retention is " + kept + ": the log is kept for at least three years");
        }
    }

    Period kept() {
        return kept;
    }
}
