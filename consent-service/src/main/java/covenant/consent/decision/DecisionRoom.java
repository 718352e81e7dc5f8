package covenant.consent.decision;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Any number of decisions may wait, on threads that cost nothing; so many at once ({@code covenant.decisions.at-once}) share the database's connections
 * with all else that the service does. Whoever came first is served first.
 */
@ApplicationScoped
class DecisionRoom {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore free;
    private final Duration patience;

    @Inject
    DecisionRoom(@ConfigProperty(name = "covenant.decisions.at-once", defaultValue = "8") int atOnce) {
        this(atOnce, PATIENCE);
    }

    DecisionRoom(int atOnce, Duration patience) {
        this.free = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /** @throws IllegalStateException if there was no room in time */
    <T> T whenFree(Supplier<T> decision) {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("too many decisions at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to decide", e);
        }
        try {
            return decision.get();
        } finally {
            free.release();
        }
    }
}
