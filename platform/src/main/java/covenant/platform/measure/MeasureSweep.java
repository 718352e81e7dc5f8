package covenant.platform.measure;

import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the measures every 15 s ({@code covenant.measures.every}) and exposes what it read last. A scrape never waits for the database; when
 * that is away, the gauges are NaN and no alert mistakes an old number for the present one. Every replica shows the same numbers:
 * take the maximum, never the sum.
 */
@ApplicationScoped
class MeasureSweep {
    private static final Logger LOG = Logger.getLogger(MeasureSweep.class);

    private final List<Measure> measures;
    private final Jdbi jdbi;
    private final CovenantClock clock;
    private final MeterRegistry registry;
    private final Map<String, Double> last = new ConcurrentHashMap<>();

    MeasureSweep(@All List<Measure> measures, Jdbi jdbi, CovenantClock clock, MeterRegistry registry) {
        this.measures = measures;
        this.jdbi = jdbi;
        this.clock = clock;
        this.registry = registry;
    }

    void register(@Observes StartupEvent started) {
        for (Measure measure : measures) {
            Gauge.builder(measure.name(), last, read -> read.getOrDefault(measure.name(), Double.NaN))
                    .baseUnit(measure.unit().isEmpty() ? null : measure.unit())
                    .description(measure.description())
                    .register(registry);
        }
    }

    @Scheduled(
            every = "${covenant.measures.every:15s}",
            delayed = "3s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void read() {
        Instant now = clock.now();
        for (Measure measure : measures) {
            last.put(measure.name(), value(measure, now));
        }
    }

    private double value(Measure measure, Instant now) {
        try {
            return jdbi.withHandle(h -> measure.read(h, now)).orElse(Double.NaN);
        } catch (RuntimeException e) {
            LOG.warnf("%s is not known: %s", measure.name(), ProblemMappers.describe(e));
            return Double.NaN;
        }
    }
}
