package covenant.retention.hold;

import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import org.jboss.logging.Logger;

/** A hold whose review day has passed is an alarm: nobody may keep data for ever by forgetting it (R-4.2.2-8). */
@ApplicationScoped
public class HoldReviews {
    private static final Logger LOG = Logger.getLogger(HoldReviews.class);

    private final HoldStore store;
    private final CovenantClock clock;
    private volatile long overdue;

    HoldReviews(HoldStore store, CovenantClock clock, MeterRegistry metrics) {
        this.store = store;
        this.clock = clock;
        Gauge.builder("covenant.retention.holds.review.overdue", this, reviews -> reviews.overdue)
                .description("Legal holds in force whose review day has passed")
                .register(metrics);
    }

    public void run() {
        LocalDate today = LegalCalendar.dayOf(clock.now());
        for (UUID hold : QuarkusTransaction.requiringNew().call(() -> store.alarmReviews(today, clock.now()))) {
            LOG.errorf("Legal hold %s is past its review day: review or release it", hold);
        }
        overdue = store.reviewsOverdue(today);
    }
}
