package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.client.Events;
import covenant.local.fault.FaultRow;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL stopped as {@code pg_ctl stop -m immediate} does (SIGQUIT: no checkpoint, no farewell) under load, and started by the supervisor. */
@Tag("fault")
class DatabaseStoppedIT {

    private static final Duration HEALTHY = Duration.ofSeconds(30);

    @Test
    @Tag("R-ENV-2")
    @Tag("R-ENV-3")
    void nothingAcknowledgedIsLostAndEverythingGoesOnByItself() {
        SharedStack stack = SharedStack.get();
        int stops = Form.times(2, 20);
        Duration slowest = Duration.ZERO;
        try (Events events = stack.events()) {
            Load load = Load.on(stack.api());
            try (load) {
                load.goOnFor(5);
                for (int stop = 0; stop < stops; stop++) {
                    long start = System.nanoTime();
                    stack.signal("PostgreSQL", "QUIT");
                    load.goOnFor(1);
                    Duration back = Duration.ofNanos(System.nanoTime() - start);
                    slowest = back.compareTo(slowest) > 0 ? back : slowest;
                    load.goOnFor(4);
                }
            }
            Reckoning reckoning = Reckoning.of(load, stack.storage(), events).mustBeEven();
            assertThat(slowest)
                    .as("until every service is ready and has stored something")
                    .isLessThan(HEALTHY);
            Figures.fault(
                    FaultRow.DATABASE_STOPPED,
                    stops,
                    reckoning,
                    slowest,
                    "Recovery is until every service is ready and has acknowledged a write; %d acts had to be said again.",
                    load.repeated());
        }
    }
}
