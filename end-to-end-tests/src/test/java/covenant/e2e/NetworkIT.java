package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.client.Events;
import covenant.local.fault.FaultRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The services' way to their broker and to their database: late, cut, and a black hole that ends with or without the old connections. */
@Tag("fault")
class NetworkIT {

    private static final Duration DELAY = Duration.ofMillis(50);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

    enum To {
        KAFKA(SharedStack::toKafka),
        POSTGRESQL(SharedStack::toPostgres);

        private final Function<SharedStack, Wire> wire;

        To(Function<SharedStack, Wire> wire) {
            this.wire = wire;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R-ENV-2")
    @Tag("R-ENV-3")
    void aBadNetworkLosesNothingAndDoublesNothing(To server) {
        SharedStack stack = SharedStack.get();
        Wire wire = server.wire.apply(stack);
        int cuts = Form.times(3, 20);
        Duration hole = Form.seconds(3, 60);
        List<Duration> recoveries = new ArrayList<>();
        try (Events events = stack.events();
                ConsumerGroups groups = new ConsumerGroups(stack.ports().kafka())) {
            Load load = Load.on(stack.api());
            try (load) {
                load.goOnFor(1);
                assertThat(wire.connections()).as("connections by the wire").isPositive();
                wire.delay(DELAY);
                load.goOnFor(Form.times(2, 20));
                wire.delay(Duration.ZERO);
                for (int cut = 0; cut < cuts; cut++) {
                    wire.cut();
                    load.goOnFor(1);
                }
                recoveries.add(swallowed(wire, load, hole, () -> {}));
                recoveries.add(swallowed(wire, load, hole, wire::cut));
            } finally {
                wire.delay(Duration.ZERO);
                wire.release();
            }
            if (server == To.KAFKA) {
                assertThat(load.repeated())
                        .as("writes that were not accepted at once")
                        .isZero();
            }
            Duration caughtUp = groups.awaitNoLag(CAUGHT_UP);
            Reckoning reckoning = Reckoning.of(load, stack.storage(), events).mustBeEven();
            stack.awaitReady();
            Figures.fault(
                    FaultRow.NETWORK,
                    3 + cuts,
                    reckoning,
                    recoveries.stream().max(Duration::compareTo).orElseThrow(),
                    "Way to %s: %d ms late each way, cut %d times, twice a black hole of %s (once the old connections live on, once they are gone);"
                            + " recovery is from its end until every service has acknowledged a write; no lag %s after the end of the load; %d acts said again.",
                    server,
                    DELAY.toMillis(),
                    cuts,
                    Figures.seconds(hole),
                    Figures.seconds(caughtUp),
                    load.repeated());
        }
    }

    /** Returns how long it took after the end until each writer was answered. */
    private static Duration swallowed(Wire wire, Load load, Duration hole, Runnable before) {
        wire.hold(Wire.Way.TO_SERVER, Wire.Way.TO_CLIENT);
        load.goOnFor(hole);
        before.run();
        wire.release();
        long end = System.nanoTime();
        load.goOnFor(1);
        return Duration.ofNanos(System.nanoTime() - end);
    }
}
