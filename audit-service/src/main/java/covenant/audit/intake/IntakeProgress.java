package covenant.audit.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Whether the intake gets on: an application that stays up and consumes nothing is the failure that nobody notices. */
@ApplicationScoped
class IntakeProgress {

    private static final long STALLED = Duration.ofMinutes(2).toNanos();

    private final Counter taken;
    private final Counter failures;
    private volatile long lastPoll = System.nanoTime();

    IntakeProgress(MeterRegistry metrics) {
        this.taken = Counter.builder("covenant.audit.intake.records")
                .description("Kafka records taken into the log, repeated ones included")
                .register(metrics);
        this.failures = Counter.builder("covenant.audit.intake.failures")
                .description("Times the intake had to start over")
                .register(metrics);
    }

    void polled(int records) {
        taken.increment(records);
        lastPoll = System.nanoTime();
    }

    void failed() {
        failures.increment();
    }

    /** False after two minutes without a successful poll. */
    boolean alive() {
        return System.nanoTime() - lastPoll < STALLED;
    }
}
