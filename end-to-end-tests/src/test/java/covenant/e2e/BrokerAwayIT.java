package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.client.Events;
import covenant.local.fault.FaultRow;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kafka killed under load, then away for a while: nobody who writes notices, and what was written reaches everybody afterwards. */
@Tag("fault")
class BrokerAwayIT {

    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);
    private static final String KAFKA = "Kafka";

    @Test
    @Tag("R-ENV-2")
    @Tag("R-ENV-3")
    void writesAreAcceptedWhileTheBrokerIsAwayAndReachEverybodyWhenItReturns() {
        SharedStack stack = SharedStack.get();
        int kills = Form.times(1, 20);
        Duration away = Form.seconds(15, 180);
        try (Events events = stack.events();
                ConsumerGroups groups = new ConsumerGroups(stack.ports().kafka())) {
            Load load = Load.on(stack.api());
            int meanwhile;
            long returned;
            try (load) {
                load.goOnFor(3);
                for (int kill = 0; kill < kills; kill++) {
                    stack.signal(KAFKA, "KILL");
                    load.goOnFor(5);
                }
                Runnable back = stack.keepAway(KAFKA);
                int before = load.acknowledged();
                load.goOnFor(away);
                load.goOnFor(1);
                meanwhile = load.acknowledged() - before;
                back.run();
                returned = System.nanoTime();
                load.goOnFor(3);
            }
            // Somebody always lags a little behind a load that goes on.
            groups.awaitNoLag(CAUGHT_UP);
            Duration caughtUp = Duration.ofNanos(System.nanoTime() - returned);
            assertThat(caughtUp)
                    .as("from the broker's return until nobody lags")
                    .isLessThan(CAUGHT_UP);
            assertThat(load.repeated())
                    .as("writes that were not accepted at once")
                    .isZero();
            Reckoning reckoning = Reckoning.of(load, stack.storage(), events).mustBeEven();
            Figures.fault(
                    FaultRow.BROKER_AWAY,
                    kills + 1,
                    reckoning,
                    caughtUp,
                    "Killed %d times under load, then away for %s, when %d writes were acknowledged and none refused; recovery is from its return until no service lags.",
                    kills,
                    Figures.seconds(away),
                    meanwhile);
        }
    }
}
