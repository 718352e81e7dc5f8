package covenant.platform.time;

import io.quarkus.arc.Unremovable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The one clock of a service: inject it, or {@link InstantSource}. In production it is the system's clock. In the sandbox it runs on from
 * where it was set; the offset stands in the database and every replica follows within {@value #REFRESH_MILLIS} ms, or within as
 * long as its database is away.
 *
 * <p>Not for the expiry of tokens, for time-outs or for measuring: those follow the system's clock.
 */
@ApplicationScoped
@Unremovable
public class CovenantClock implements InstantSource {
    private static final Logger LOG = Logger.getLogger(CovenantClock.class);
    static final long REFRESH_MILLIS = 500;

    private final InstantSource system;
    private final @Nullable SandboxClockStore store;
    private volatile @Nullable Duration offset;
    private @Nullable ScheduledExecutorService refresher;

    @Inject
    public CovenantClock(
            Jdbi jdbi, @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox) {
        this(Clock.systemUTC(), sandbox ? new SandboxClockStore(jdbi) : null);
    }

    CovenantClock(InstantSource system, @Nullable SandboxClockStore store) {
        this.system = system;
        this.store = store;
        this.offset = store == null ? Duration.ZERO : null;
    }

    /** Now, in microseconds: what PostgreSQL stores is what was compared. */
    public Instant now() {
        Duration known = offset;
        Instant now = system.instant().plus(known == null ? firstOffset() : known);
        return now.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }

    @Override
    public Instant instant() {
        return now();
    }

    boolean isSandbox() {
        return store != null;
    }

    /** Moves the sandbox clock; in force here at once, with other replicas after the refresh. */
    Instant move(UnaryOperator<Instant> target, boolean confirmed) {
        if (store == null) {
            throw new IllegalStateException("The clock can be moved in the sandbox only");
        }
        offset = store.move(system.instant(), target, confirmed);
        return now();
    }

    /** Reads the offset anew. */
    void refresh() {
        if (store != null) {
            offset = store.offset();
        }
    }

    private synchronized Duration firstOffset() {
        Duration known = offset;
        if (known == null && store != null) {
            known = store.offset();
            offset = known;
            startRefreshing();
        }
        return known == null ? Duration.ZERO : known;
    }

    private void startRefreshing() {
        refresher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sandbox-clock").factory());
        refresher.scheduleWithFixedDelay(this::refreshOrKeep, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void refreshOrKeep() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.debugf(
                    "Sandbox clock: database away, the offset stays as it was (%s)",
                    e.getClass().getName());
        }
    }

    @PreDestroy
    void stop() {
        if (refresher != null) {
            refresher.shutdownNow();
        }
    }
}
